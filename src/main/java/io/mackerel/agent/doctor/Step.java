package io.mackerel.agent.doctor;

import java.time.Duration;

/**
 * One examination of a diagnosis.
 *
 * @param longest after which it is given up
 * @param ifItHangs how bad that is
 */
public record Step(String subject, Duration longest, Outcome ifItHangs, Examination examination) {}

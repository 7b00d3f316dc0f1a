package io.mackerel.agent.demo;

/**
 * How a container's memory grows, in MiB.
 *
 * @param atStart right after a start, without the page cache
 * @param perCore more for each core in use
 * @param leakPerSecond never given back before a restart
 * @param pageCache inactive file pages, counted in the usage that Docker reports
 */
record MemoryCurve(double atStart, double perCore, double leakPerSecond, double pageCache) {}

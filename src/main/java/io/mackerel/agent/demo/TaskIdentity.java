package io.mackerel.agent.demo;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What stays the same in a simulated Fargate task.
 *
 * @param taskId 32 hexadecimal digits, the last part of the ARN
 * @param vcpu the task's CPU limit, in vCPU
 * @param memoryMib the task's memory limit
 */
record TaskIdentity(String taskId, int vcpu, int memoryMib) {
    static final String REGION = "ap-northeast-1";
    static final String FAMILY = "demo";
    static final String REVISION = "3";
    private static final String ACCOUNT = "123456789012";
    private static final String CLUSTER = "demo";
    private static final int MOST_VCPU = 16;
    private static final int MIB_PER_VCPU = 2048;

    /** One vCPU for three containers, in the sizes that Fargate sells (1, 2, 4, 8, 16). */
    static TaskIdentity forContainers(int containers, RandomGenerator random) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        int needed = Math.ceilDiv(containers, 3);
        int vcpu = Math.min(MOST_VCPU, needed == 1 ? 1 : Integer.highestOneBit(needed - 1) * 2);
        return new TaskIdentity(HexFormat.of().formatHex(id), vcpu, vcpu * MIB_PER_VCPU);
    }

    String clusterArn() {
        return arn("cluster/" + CLUSTER);
    }

    String taskArn() {
        return arn("task/" + CLUSTER + "/" + taskId);
    }

    String containerArn(String dockerId) {
        return arn("container/" + CLUSTER + "/" + taskId + "/" + dockerId);
    }

    String registry() {
        return ACCOUNT + ".dkr.ecr." + REGION + ".amazonaws.com";
    }

    private static String arn(String resource) {
        return "arn:aws:ecs:" + REGION + ":" + ACCOUNT + ":" + resource;
    }
}

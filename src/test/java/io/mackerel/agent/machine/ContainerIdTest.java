package io.mackerel.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {
    private static final String ID = "6221bfd40d420dc87f709043387497b8f1b7802f69880c88e5a481db1730eeb7";
    private static final String OTHER = "b1e03f9b1c1e4d9da0f9c7c8b6a5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7";
    private static final List<String> ONE_HIERARCHY = List.of("0::/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                // cgroup v1: ECS with and without a cgroup for the task, plain Docker, systemd as cgroup driver
                "11:cpu,cpuacct:/ecs/158d1c8083dd49d6b527399fd6414f5c/" + ID,
                "4:memory:/ecs/my-cluster/158d1c8083dd49d6b527399fd6414f5c/" + ID,
                "2:cpu:/docker/" + ID,
                "1:name=systemd:/system.slice/docker-" + ID + ".scope",
                // Docker in Docker: the innermost
                "5:devices:/docker/" + OTHER + "/docker/" + ID,
                // cgroup v2 without a cgroup namespace
                "0::/ecstasks.slice/ecstasks-158d1c8083dd49d6b527399fd6414f5c.slice/docker-" + ID + ".scope",
                "0::/" + ID
            })
    void theLastFolderOfACgroupIsTheContainer(String line) {
        assertThat(ContainerId.find(List.of("12:pids:/", line, "0::/system.slice"), List.of()))
                .isEqualTo(ID);
    }

    @Test
    void anIdThatEcsGaveIsFound() {
        // Given
        String id = "158d1c8083dd49d6b527399fd6414f5c-1234567890";

        // When
        String found = ContainerId.find(List.of("9:cpu:/ecs/158d1c8083dd49d6b527399fd6414f5c/" + id), List.of());

        // Then
        assertThat(found).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "715 689 254:1 /var/lib/docker/containers/" + ID
                        + "/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/root rw,discard",
                "716 689 254:1 /var/lib/docker/containers/" + ID
                        + "/hostname /etc/hostname rw,relatime - xfs /dev/xvda1 rw",
                "717 689 0:33 /data/docker-root/containers/" + ID
                        + "/hosts /etc/hosts ro,relatime shared:7 - btrfs /dev/sda rw"
            })
    void withCgroupVersion2WhatDockerMountsNamesTheContainer(String line) {
        // Given
        List<String> mounts = List.of(
                "689 610 0:45 / / ro,relatime - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/ABC,upperdir=/var/lib/docker/overlay2/"
                        + OTHER + "/diff",
                "700 689 254:1 /var/lib/docker/volumes/" + OTHER + "/_data /var/tmp/agent rw - ext4 /dev/root rw",
                "701 689 254:1 /var/lib/docker/containers/" + OTHER + "/logs /logs ro - ext4 /dev/root rw",
                line);

        // When
        String found = ContainerId.find(ONE_HIERARCHY, mounts);

        // Then
        assertThat(found).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0::/",
                "0::/user.slice/user-1000.slice/session-2.scope",
                "4:memory:/ecs/158d1c8083dd49d6b527399fd6414f5c",
                "4:memory:/docker/" + ID + "/init",
                "4:memory:/docker/" + ID + "0",
                "",
                "nonsense"
            })
    void outsideOfAContainerThereIsNone(String line) {
        assertThat(ContainerId.find(List.of(line), List.of("22 1 254:1 / / rw,relatime - ext4 /dev/root rw", "")))
                .isNull();
    }
}

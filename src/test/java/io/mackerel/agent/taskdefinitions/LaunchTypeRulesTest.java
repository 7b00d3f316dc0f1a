package io.mackerel.agent.taskdefinitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that is broken is named. */
class LaunchTypeRulesTest {
    @ParameterizedTest
    @CsvSource({
        "fargate.json, bridge, networkMode bridge is not of FARGATE",
        "managed-instances.json, bridge, networkMode bridge is not of MANAGED_INSTANCES",
        "anywhere.json, awsvpc, networkMode awsvpc is not of EXTERNAL",
        "ec2-host.json, hosts, networkMode hosts is not of EC2",
    })
    void aNetworkModeThatTheLaunchTypeDoesNotHave(String file, String mode, String rule) {
        // Given
        var task = copyOf(file);
        document(task).put("networkMode", mode);

        // When
        var broken = LaunchTypeRules.broken(task);

        // Then
        assertThat(broken).containsExactly(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "256, 512, true",
        "256, 4096, false",
        "512, 512, false",
        "1024, 3072, true",
        "2048, 3072, false",
        "4096, 30720, true",
        "4096, 31744, false",
        "8192, 20480, true",
        "8192, 17408, false",
        "16384, 122880, true",
        "300, 512, false"
    })
    void aPairOfCpuAndMemoryOnFargate(String cpu, String memory, boolean right) {
        // Given
        var task = copyOf("fargate.json");
        document(task).put("cpu", cpu).put("memory", memory);

        // When
        var broken = LaunchTypeRules.broken(task);

        // Then
        assertThat(broken.isEmpty()).isEqualTo(right);
    }

    @Test
    void aPathOfTheInstanceWhereThereIsNone() {
        // Given
        var task = copyOf("fargate.json");
        ((ObjectNode) document(task).at("/volumes/0")).putObject("host").put("sourcePath", "/var/run");

        // When
        var broken = LaunchTypeRules.broken(task);

        // Then
        assertThat(broken).containsExactly("FARGATE does not take sourcePath");
    }

    @Test
    void aSecretThatNobodyMayRead() {
        // Given
        var task = copyOf("anywhere.json");
        document(task).remove("executionRoleArn");

        // When
        var broken = LaunchTypeRules.broken(task);

        // Then
        assertThat(broken).containsExactly("secrets and awslogs need an executionRoleArn");
    }

    @Test
    void memoryThatIsNowhereSaid() {
        // Given
        var task = copyOf("ec2-bridge.json");
        ((ObjectNode) task.others().getFirst()).remove("memory");

        // When
        var broken = LaunchTypeRules.broken(task);

        // Then
        assertThat(broken).containsExactly("without memory of the task each container needs its own");
    }

    @Test
    void containersThatDoNotFitIntoTheirTask() {
        // Given
        var task = copyOf("fargate.json");
        ((ObjectNode) task.others().getFirst()).put("memory", 500);

        // When
        var broken = LaunchTypeRules.broken(task);

        // Then
        assertThat(broken).containsExactly("the containers' memory of 628 is more than the task's");
    }

    private static TaskDefinition copyOf(String file) {
        return TaskDefinition.file(TaskDefinition.FOLDER.resolve(file));
    }

    private static ObjectNode document(TaskDefinition task) {
        return (ObjectNode) task.document();
    }
}

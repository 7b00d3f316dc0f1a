package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcsWorkloadTest {
    @ParameterizedTest
    @CsvSource({
        "arn:aws:ecs:us-west-2:111122223333:task/shop/158d1c80, 158d1c80",
        "arn:aws:ecs:us-west-2:111122223333:task/158d1c80-83dd-49d6, 158d1c80-83dd-49d6",
        "158d1c80, 158d1c80"
    })
    void aTaskIsKnownByTheLastPartOfItsArn(String arn, String taskId) throws PlatformException {
        // Given
        TaskResponse task = Fixtures.parsedTask("{\"TaskARN\": \"" + arn + "\"}");

        // When
        Workload workload = new EcsWorkload(null).of(task);

        // Then
        assertThat(workload.hostName()).isEqualTo(taskId);
        assertThat(workload.customIdentifier()).isEqualTo(new CustomIdentifier(taskId + ".ecs"));
        assertThat(workload.cloud().metadata()).containsEntry("task", taskId).containsEntry("task_arn", arn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"TaskARN\": null}", "{\"TaskARN\": \"\"}", "{\"TaskARN\": \"task/shop/\"}"})
    void aTaskWithoutAnArnCannotBeToldFromOthers(String task) {
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(() -> new EcsWorkload("AWS_ECS_EC2").of(Fixtures.parsedTask(task)))
                .withMessage("the task metadata has no TaskARN");
    }

    @ParameterizedTest
    @CsvSource({
        "v4-ec2-bridge, ecs",
        "v4-fargate-awsvpc, fargate",
        "v4-managed-instances, ecs-managed",
        "v4-anywhere, ecs-anywhere"
    })
    void theLaunchTypeNamesTheProviderWhateverTheEnvironmentSays(String situation, String provider)
            throws PlatformException {
        // Given
        TaskResponse task = Fixtures.task(situation);

        // When
        Workload workload = new EcsWorkload("AWS_ECS_SOMETHING").of(task);

        // Then
        assertThat(workload.cloud().provider()).isEqualTo(provider);
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_ECS_EC2, ecs",
        "AWS_ECS_FARGATE, fargate",
        "AWS_ECS_MANAGED_INSTANCES, ecs-managed",
        ", ecs-anywhere",
        "'', ecs-anywhere"
    })
    void withoutALaunchTypeTheEnvironmentNamesTheProvider(String environment, String provider)
            throws PlatformException {
        // Given
        TaskResponse task = Fixtures.task("v3-bridge");

        // When
        Workload workload = new EcsWorkload(environment).of(task);

        // Then
        assertThat(workload.cloud().provider()).isEqualTo(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OUTPOST", ""})
    void anUnknownLaunchTypeLeavesItToTheEnvironment(String launchType) throws PlatformException {
        // Given
        TaskResponse task =
                Fixtures.parsedTask("{\"TaskARN\": \"task/158d1c80\", \"LaunchType\": \"" + launchType + "\"}");

        // When
        Workload workload = new EcsWorkload("AWS_ECS_FARGATE").of(task);

        // Then
        assertThat(workload.cloud().provider()).isEqualTo("fargate");
    }
}

package io.mackerel.agent.taskdefinitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The CloudFormation template, and what reads it for the tests. */
class TemplateTest {
    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^}]+)}");
    private static final Template OURS = Template.file(TaskDefinition.FOLDER.resolve("cloudformation.yaml"));

    @Test
    void everyReferenceHasItsTargetAndEveryParameterIsUsed() {
        // Given
        var parameters = names(OURS.document().path("Parameters"));
        var resources = names(OURS.document().path("Resources"));

        // When
        var references = references(OURS.document());

        // Then
        assertThat(references).containsAll(parameters);
        assertThat(references)
                .filteredOn(name -> !name.startsWith("AWS::"))
                .allMatch(name -> parameters.contains(name) || resources.contains(name));
        assertThat(references)
                .filteredOn(name -> name.startsWith("AWS::"))
                .isSubsetOf("AWS::AccountId", "AWS::NoValue", "AWS::Partition", "AWS::Region", "AWS::StackName");
    }

    @Test
    void everyConditionIsDeclaredAndUsed() {
        // When
        var used = OURS.document().findValues("Fn::If").stream()
                .map(choice -> choice.path(0).asText())
                .collect(Collectors.toSet());

        // Then
        assertThat(used).isEqualTo(names(OURS.document().path("Conditions")));
    }

    /** The one secret, its own logs, images of the own account; what ECR gives no resource for is the one exception. */
    @Test
    void theExecutionRoleMayDoNoMoreThanTheTaskNeeds() {
        // When
        var granted = OURS.resources("AWS::IAM::Role")
                .flatMap(role -> TaskDefinition.stream(Template.resolved(role.at("/Properties/Policies"), true)))
                .flatMap(policy -> TaskDefinition.stream(policy.at("/PolicyDocument/Statement")))
                .map(TemplateTest::grant);

        // Then
        assertThat(granted)
                .containsExactlyInAnyOrder(
                        "secretsmanager:GetSecretValue on {ApiKeySecret}",
                        "kms:Decrypt on {ApiKeyKmsKey}",
                        "logs:CreateLogStream logs:PutLogEvents on {LogGroup.Arn}",
                        "ecr:GetAuthorizationToken on *",
                        "ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on"
                                + " {arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*}");
    }

    @Test
    void theServiceRunsTheTaskDefinitionOnFargate() {
        // When
        var services = OURS.resources("AWS::ECS::Service")
                .map(service -> Template.resolved(service.path("Properties"), true))
                .toList();

        // Then
        assertThat(services).singleElement().satisfies(service -> {
            assertThat(service.path("TaskDefinition").asText()).isEqualTo("{TaskDefinition}");
            assertThat(service.path("LaunchType").asText()).isEqualTo("FARGATE");
        });
    }

    @Test
    void theAgentIsThatOfTheTaskDefinitionForFargate() {
        // Given
        var apart = Set.of("image", "secrets", "logConfiguration");
        var file = TaskDefinition.file(TaskDefinition.FOLDER.resolve("fargate.json"));

        // When
        var agent = OURS.taskDefinitions().getLast().agent();

        // Then
        assertThat(without(apart, agent)).isEqualTo(without(apart, file.agent()));
    }

    @Test
    void conditionsDecideWhatTheAgentIsGiven() {
        // When
        var both = OURS.taskDefinitions();

        // Then
        assertThat(both.getFirst().environment()).containsEntry("MACKEREL_ROLES", "{Roles}");
        assertThat(both.getFirst().secrets()).containsValue("{${ApiKeySecret}:${ApiKeyJsonKey}::}");
        assertThat(both.getLast().environment()).doesNotContainKey("MACKEREL_ROLES");
        assertThat(both.getLast().secrets()).containsValue("{ApiKeySecret}");
    }

    @Test
    void aNameWithoutItsCapitalIsFound() {
        // Given
        var template = Template.parse("""
                Resources:
                  TaskDefinition:
                    Type: AWS::ECS::TaskDefinition
                    Properties:
                      Family: f
                      ContainerDefinitions: [{Name: c, image: i}]
                """);

        // When
        var problems = template.taskDefinitions().stream()
                .flatMap(task -> RegistrationModel.problems(task.document()).stream());

        // Then
        assertThat(problems)
                .contains(
                        "/containerDefinitions/0/without a capital: image is unknown",
                        "/containerDefinitions/0/image is missing");
    }

    private static Map<String, JsonNode> without(Set<String> fields, JsonNode agent) {
        return agent.properties().stream()
                .filter(field -> !fields.contains(field.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String grant(JsonNode statement) {
        var actions = statement.path("Action");
        return (actions.isArray()
                        ? TaskDefinition.stream(actions).map(JsonNode::asText).collect(Collectors.joining(" "))
                        : actions.asText())
                + " on " + statement.path("Resource").asText();
    }

    private static Set<String> names(JsonNode objects) {
        var names = new TreeSet<String>();
        objects.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> references(JsonNode document) {
        var whole = Stream.of("Ref", "Fn::GetAtt")
                .flatMap(function -> document.findValuesAsText(function).stream())
                .map(name -> List.of(name.split("\\.")).getFirst());
        var inText = document.findValuesAsText("Fn::Sub").stream()
                .flatMap(text -> IN_TEXT.matcher(text).results())
                .map((MatchResult found) -> found.group(1));
        return Stream.concat(whole, inText).collect(Collectors.toCollection(TreeSet::new));
    }
}

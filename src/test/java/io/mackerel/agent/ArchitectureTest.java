package io.mackerel.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.bePackagePrivate;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house: who may import whom, and what stays outside. A rule holds for a room that is still empty. */
class ArchitectureTest {
    private static final String ROOT = "io.mackerel.agent";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

    /** The rooms that each room may import besides itself. The root may import all, {@code cli} all and the root. */
    private static final Map<String, List<String>> ALLOWED = Map.ofEntries(
            Map.entry("http", List.of()),
            Map.entry("metric", List.of()),
            Map.entry("check", List.of()),
            Map.entry("host", List.of()),
            Map.entry("demo", List.of()),
            Map.entry("config", List.of("host", "http")),
            Map.entry("machine", List.of("metric", "host")),
            Map.entry("platform", List.of("metric", "host")),
            Map.entry("platform.ecs", List.of("platform", "metric", "host", "config", "machine", "http")),
            Map.entry("platform.kubernetes", List.of("platform", "metric", "host", "config", "machine", "http")),
            Map.entry("platform.none", List.of("platform", "metric", "host", "config", "machine")),
            Map.entry("plugin", List.of("metric", "check", "config", "http")),
            Map.entry("doctor", List.of("platform", "plugin", "mackerel", "metric", "check", "host", "config", "http")),
            Map.entry("delivery", List.of("metric", "check", "host")),
            Map.entry("mackerel", List.of("metric", "check", "host", "config", "delivery", "http")));

    /** Owner and names of what reads a clock or rolls dice. */
    private static final Map<String, Set<String>> CLOCKS_AND_DICE = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.InstantSource", Set.of("system")),
            Map.entry("java.time.Clock", Set.of("system", "systemUTC", "systemDefaultZone")),
            Map.entry("java.time.LocalDate", Set.of("now")),
            Map.entry("java.time.LocalTime", Set.of("now")),
            Map.entry("java.time.LocalDateTime", Set.of("now")),
            Map.entry("java.time.OffsetDateTime", Set.of("now")),
            Map.entry("java.time.ZonedDateTime", Set.of("now")),
            Map.entry("java.util.Random", Set.of("<init>")),
            Map.entry("java.security.SecureRandom", Set.of("<init>")),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
            Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")),
            Map.entry("java.util.UUID", Set.of("randomUUID")));

    static Stream<Arguments> rooms() {
        return ALLOWED.entrySet().stream().map(room -> Arguments.of(room.getKey(), room.getValue()));
    }

    @ParameterizedTest(name = "{0} imports {1}")
    @MethodSource("rooms")
    void aRoomImportsOnlyWhatItMay(String room, List<String> allowed) {
        DescribedPredicate<JavaClass> ours = resideInAPackage(ROOT + "..");
        String[] permitted = Stream.concat(Stream.of(room), allowed.stream())
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(packageOf(room))
                .should(onlyDependOnClassesThat(not(ours).or(resideInAnyPackage(permitted))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nobodyButTheCommandsImportsTheRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, packageOf("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void aClassThatFitsNoRoomIsASign() {
        // Given
        Set<String> rooms = new TreeSet<>(Stream.concat(ALLOWED.keySet().stream(), Stream.of("cli"))
                .map(ArchitectureTest::packageOf)
                .toList());
        rooms.add(ROOT);

        // When
        Set<String> packages = packages();

        // Then
        assertThat(rooms).containsAll(packages);
        assertThat(packages).contains(ROOT + ".metric", ROOT + ".host", ROOT + ".platform.ecs");
    }

    @Test
    void packagesFormNoCycles() {
        slices().assignedFrom(new OnePackageEach()).should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"metric", "check", "host"})
    void arithmeticKnowsNoFrameworkAndNoInputOrOutput(String room) {
        classes()
                .that()
                .resideInAPackage(packageOf(room))
                .should(onlyDependOnClassesThat(resideInAnyPackage(packageOf(room), "java..", "org.jspecify..")
                        .and(not(resideInAnyPackage("java.io..", "java.net..", "java.nio.file..")))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void clocksAndDiceAreReadInOnePlaceOnly() {
        noClasses()
                .that(describe(
                        "are not the root's Clocks", each -> !each.getName().equals(ROOT + ".Clocks")))
                .should(accessTargetWhere(describe("a clock or dice are read", ArchitectureTest::readsClockOrDice)))
                .check(CLASSES);
    }

    @Test
    void restInterfacesOfAPlatformStayInItsRoom() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".platform..")
                .and()
                .areAnnotatedWith(RegisterRestClient.class)
                .should(bePackagePrivate())
                .check(CLASSES);
    }

    @Test
    void wireRecordsOfAPlatformStayInItsRoom() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".platform..")
                .and(describe("are wire records", ArchitectureTest::isWireRecord))
                .should(bePackagePrivate())
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        // Given
        Set<String> packages = packages();

        // When
        List<String> marked = CLASSES.stream()
                .filter(each -> each.getSimpleName().equals("package-info"))
                .filter(each -> each.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .toList();

        // Then
        assertThat(marked).containsAll(packages);
    }

    private static String packageOf(String room) {
        return ROOT + "." + room;
    }

    private static Set<String> packages() {
        return CLASSES.stream().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
    }

    private static boolean readsClockOrDice(JavaAccess<?> access) {
        return CLOCKS_AND_DICE
                .getOrDefault(access.getTargetOwner().getName(), Set.of())
                .contains(access.getName());
    }

    private static boolean isWireRecord(JavaClass each) {
        String outermost = each.getName().replaceFirst("\\$.*", "");
        return each.isRecord() && (outermost.endsWith("Response") || outermost.endsWith("Request"));
    }

    private static final class OnePackageEach implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass each) {
            return each.getPackageName().startsWith(ROOT)
                    ? SliceIdentifier.of(each.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "one slice for each package";
        }
    }
}

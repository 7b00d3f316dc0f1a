package io.mackerel.agent.stand;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes without a build tool, where there is none; ends with status 1 when one failed or none ran. */
final class TestMain implements TestExecutionListener {
    private int successes;
    private int failures;

    private TestMain() {}

    /** The arguments are names of classes. */
    public static void main(String... classes) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes)
                        .map(name -> selectClass(TestMain.class.getPackageName() + "." + name))
                        .toList())
                .configurationParameter(LauncherConstants.STACKTRACE_PRUNING_ENABLED_PROPERTY_NAME, "true")
                .build();
        var results = new TestMain();
        LauncherFactory.create().execute(request, results);
        System.out.println("tests: succeeded=" + results.successes + " failed=" + results.failures);
        System.exit(results.failures == 0 && results.successes > 0 ? 0 : 1);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> successes += test.isTest() ? 1 : 0;
            case ABORTED -> System.out.println("ABORTED " + nameOf(test) + ": " + reason(result));
            case FAILED -> {
                failures++;
                System.out.println("FAILED " + nameOf(test));
                result.getThrowable().ifPresent(failure -> failure.printStackTrace(System.out));
            }
        }
    }

    private static String nameOf(TestIdentifier test) {
        return test.getUniqueId().replaceAll("\\[[a-z]+:|\\]", "");
    }

    private static String reason(TestExecutionResult result) {
        return result.getThrowable().map(Throwable::getMessage).orElse("no reason");
    }
}

package io.berth.localcluster.junit;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs {@link ClusterTiersProbe} and prints what became of its tests. */
final class ProbeLauncher {

    private ProbeLauncher() {}

    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(ClusterTiersProbe.class))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        String result = "succeeded " + summary.getTestsSucceededCount() + ", failed " + summary.getTotalFailureCount()
                + ", skipped " + summary.getTestsSkippedCount();
        System.err.println(result);
        summary.getFailures().forEach(failure -> System.err.println(failure.getException()));
    }
}

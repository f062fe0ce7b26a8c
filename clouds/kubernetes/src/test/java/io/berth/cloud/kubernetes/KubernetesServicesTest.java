package io.berth.cloud.kubernetes;

import io.berth.localcluster.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the embedded API server, over HTTP. */
class KubernetesServicesTest {
    private final LocalCluster cluster = LocalCluster.embedded();
    private final ServiceContract contract = new ServiceContract(cluster.client(), "default");

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whatIsCreatedIsReadBack() {
        contract.whatIsCreatedIsReadBack();
    }

    @Test
    void theControllersStatusIsSeen() {
        contract.theControllersStatusIsSeen();
    }

    @Test
    void aReplacementMutilatesNothing() {
        contract.aReplacementMutilatesNothing();
    }

    @Test
    void onlyTheOneThatWasSeenIsDeleted() {
        contract.onlyTheOneThatWasSeenIsDeleted();
    }

    @Test
    void listsHoldWhatIsAskedFor() {
        contract.listsHoldWhatIsAskedFor();
    }
}

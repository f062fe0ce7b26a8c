package io.berth.cloud.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.Protocol;
import io.berth.spi.cloud.service.ServiceDraft;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On every API server there is. */
@OnEveryCluster
@Timeout(60)
class KubernetesServicesIT {
    private ServiceContract contract(Sandbox sandbox) {
        return new ServiceContract(sandbox.client(), sandbox.namespace());
    }

    @Test
    void whatIsCreatedIsReadBack(Sandbox sandbox) {
        contract(sandbox).whatIsCreatedIsReadBack();
    }

    @Test
    void theControllersStatusIsSeen(Sandbox sandbox) {
        contract(sandbox).theControllersStatusIsSeen();
    }

    @Test
    void aReplacementMutilatesNothing(Sandbox sandbox) {
        contract(sandbox).aReplacementMutilatesNothing();
    }

    @Test
    void onlyTheOneThatWasSeenIsDeleted(Sandbox sandbox) {
        contract(sandbox).onlyTheOneThatWasSeenIsDeleted();
    }

    @Test
    void listsHoldWhatIsAskedFor(Sandbox sandbox) {
        contract(sandbox).listsHoldWhatIsAskedFor();
    }

    @Test
    void nodePortsAreAllocatedAndKept(Sandbox sandbox) {
        if (sandbox.cluster().isReal()) {
            contract(sandbox).nodePortsAreAllocatedAndKept();
        }
    }

    @Test
    void whatTheApiServerRefusesIsInvalid(Sandbox sandbox) {
        ServiceDraft draft = Drafts.changed(
                Drafts.balanced(sandbox.namespace(), "game-0", "u0"),
                Set.of(),
                List.of(Drafts.port("a", Protocol.TCP, 7000, "80"), Drafts.port("a", Protocol.TCP, 7001, "81")));
        if (sandbox.cluster().isReal()) {
            assertThatThrownBy(() -> new KubernetesServices(sandbox.client()).create(draft))
                    .isInstanceOfSatisfying(
                            NetworkException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                    .hasMessageContaining("Duplicate value");
        }
    }
}

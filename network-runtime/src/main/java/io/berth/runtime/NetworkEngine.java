package io.berth.runtime;

import io.berth.spi.Capacity;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator embeds. It watches no pods and no nodes: the host feeds them, on every replica; a standby answers
 * {@link Answer.Waiting} and keeps its index warm.
 *
 * <p>All methods may be called from any thread, block on no vendor and no API server, and are idempotent.
 */
public interface NetworkEngine extends AutoCloseable {
    static NetworkEngineBuilder builder(EngineSettings settings, PluginCatalog catalog) {
        return new NetworkEngineBuilder(settings, catalog);
    }

    /** Begins to act when leadership allows. Before it, everything may be fed already. */
    void start();

    /**
     * Takes in a version of a pod and says how the pod stands. An older version than one seen does no harm. When the
     * answer changes later, the pod is woken.
     */
    Answer reconcile(PodView pod);

    /** The last answer, if this very version was the last one fed and nothing has to be done: the cheap way. */
    Optional<Answer> unchanged(String uid, String resourceVersion);

    /** The API server has shown that this pod is no more. */
    void gone(PodRef pod);

    void node(NodeView node);

    void nodeGone(String name);

    /**
     * What a pod needs in it when it is created; on any replica. It holds nothing: a pod that never appears costs
     * nothing lasting.
     *
     * @param dryRun the same answer, not remembered
     */
    AdmissionAnswer admit(PodTemplateView pod, boolean dryRun);

    /** How full the ranges are that pods share by their specs, by network type; on any replica. */
    Map<String, List<Capacity>> capacity();

    /** Ends all work; what is under way ends by itself and changes nothing here. */
    @Override
    void close();
}

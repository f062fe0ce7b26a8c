package io.berth.runtime;

import io.berth.spi.Goal;
import io.berth.spi.IpAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decision rests on besides the far side: when it is as it was, a settled pod stays settled.
 *
 * @param watched what the plugin has named beside the rest
 */
record Basis(
        Goal goal,
        @Nullable String confText,
        List<IpAddress> ips,
        Optional<String> nodeName,
        Optional<NodeView> node,
        PodView.Phase phase,
        Object watched) {
    /** Nothing but what the node says of itself has changed. */
    boolean differsByNodeOnly(Basis other) {
        return !equals(other)
                && goal == other.goal
                && Objects.equals(confText, other.confText)
                && ips.equals(other.ips)
                && nodeName.equals(other.nodeName)
                && phase == other.phase
                && watched.equals(other.watched)
                && node.isPresent()
                && other.node.isPresent()
                && node.get().uid().equals(other.node.get().uid());
    }
}

package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Identity;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.Protocol;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.VirtualTime;
import java.util.List;
import java.util.Optional;

/** What the kit has to know of a plugin in order to test it. */
public interface PluginFixture {
    /** Who the operator is whose marks the kit's engines write. */
    Identity IDENTITY = new Identity("kit", "berth");

    /**
     * Parameters that have to be refused.
     *
     * @param mentions what the problems have to name, all of it at once: the names and values that are wrong
     */
    record Refusal(List<NameValue> parameters, List<String> mentions) {
        public Refusal {
            parameters = List.copyOf(parameters);
            mentions = List.copyOf(mentions);
        }
    }

    /** A claim as an older version has written it; it has to be read. */
    record OlderClaim(int version, String json) {
        public OlderClaim {
            requireNonNull(json, "json is null");
        }
    }

    /** The plugin as a user finds it. */
    NetworkPluginFactory<?> plugin();

    /** A network type that the plugin, or a cloud of {@link #outside}, declares. */
    String networkType();

    /** The mode, where the network type has several. */
    default Optional<String> mode() {
        return Optional.empty();
    }

    /** The plugin's own settings; what every network type may have besides is the engine's. */
    List<NameValue> settings();

    /** Parameters that can be served, each for one pod, at least one. There is room for four pods of each at once. */
    List<List<NameValue>> parameters();

    /** Parameters that are refused, at least one; best with several problems each. */
    List<Refusal> refusals();

    /**
     * For a plugin with claims: parameters that can be served, and that do not allow anything that the first of {@link
     * #parameters} allows: another balancer.
     */
    default Optional<List<NameValue>> elsewhere() {
        return Optional.empty();
    }

    /** For a plugin with claims whose codec has a version above 1: at least one for each version below. */
    default List<OlderClaim> olderClaims() {
        return List.of();
    }

    /** A new outside, with nothing in it. Its time is virtual, and all chance comes from the one given. */
    default Outside outside(VirtualTime time, Chance chance) {
        return Outside.nothing();
    }

    /** What pods consist of. */
    default List<ContainerView> containers() {
        return List.of(new ContainerView(
                "game", List.of(ContainerPort.of(80, Protocol.TCP), ContainerPort.of(81, Protocol.UDP))));
    }
}

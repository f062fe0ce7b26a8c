package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.CloudAccount;
import io.berth.runtime.Providers;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Identity;
import io.berth.spi.Key;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.config.NameValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One network type's far side, as it truly is, with the people that meddle with it. A plugin joins the simulation by
 * one of these.
 */
public interface FarSide {
    /** What one operator instance is built with. */
    record Equipment(
            Providers providers,
            Map<String, List<NameValue>> networkTypes,
            List<CloudAccount> clouds,
            Map<Class<?>, Object> provided) {
        public Equipment {
            requireNonNull(providers, "providers is null");
            networkTypes = Map.copyOf(networkTypes);
            clouds = List.copyOf(clouds);
            provided = Map.copyOf(provided);
        }
    }

    /**
     * A thing that stands outside with our mark.
     *
     * @param what for the trace
     * @param keys that it stands on
     * @param holder whose mark it has, where the mark names one
     * @param ip where it sends traffic, if it sends any
     */
    record Marked(String what, Set<Key> keys, Optional<PodRef> holder, Optional<String> ip) {
        public Marked {
            requireNonNull(what, "what is null");
            keys = Set.copyOf(keys);
            requireNonNull(holder, "holder is null");
            requireNonNull(ip, "ip is null");
        }
    }

    /**
     * A request that would change something.
     *
     * @param keys that it concerns
     * @param madeFor whose mark it writes
     * @param ip where it lets traffic go
     * @param makes it brings something about; else it takes something away
     */
    record Write(
            String sender, String action, Set<Key> keys, Optional<PodRef> madeFor, Optional<String> ip, boolean makes) {
        public Write {
            requireNonNull(sender, "sender is null");
            requireNonNull(action, "action is null");
            keys = Set.copyOf(keys);
            requireNonNull(madeFor, "madeFor is null");
            requireNonNull(ip, "ip is null");
        }
    }

    /** Judges requests. */
    interface Judge {
        void sent(Write write);

        /**
         * @param removed what of ours has gone by it
         * @param foreign what is not ours and was changed or has gone by it
         * @param second it made a second one of what was there already
         */
        void done(Write write, List<Marked> removed, List<String> foreign, boolean second);
    }

    /** What somebody did by hand. */
    record Meddling(String what, Set<Key> keys) {
        public Meddling {
            requireNonNull(what, "what is null");
            keys = Set.copyOf(keys);
        }
    }

    /** One published way in. */
    record Door(String ip, Protocol protocol, int port) {
        public Door {
            requireNonNull(ip, "ip is null");
            requireNonNull(protocol, "protocol is null");
        }
    }

    /** How the far side does. */
    enum Mood {
        /** Lags and locks as on any day. */
        FAIR,
        /** Throttles, loses replies, is late. */
        STORMY,
        DOWN
    }

    String networkType();

    /** The network types and clouds of one instance, all of whose requests go through the gate. */
    Equipment equip(Identity identity, Gate gate);

    void judge(Judge judge);

    void mood(Mood mood);

    /** The value of {@code network-conf} that a good workload has. */
    String goodConf(Chance chance);

    /** One that has to be refused, or cannot be served. */
    String badConf(Chance chance);

    /**
     * Whether a pod of this type holds anything outside of itself: such a pod has a claim, a finalizer, and one write
     * more.
     */
    default boolean holdsOutside() {
        return true;
    }

    /** What the workloads' pods are made of. */
    default List<ContainerView> containers() {
        return List.of(new ContainerView("game", List.of(ContainerPort.of(80, Protocol.TCP))));
    }

    /** From now on the pod's containers can be reached where they run; the network may learn of the IP later. */
    default void runs(PodView pod, NodeView node, String ip) {}

    /** A pod has got this IP, or lets go of it. */
    void podUp(PodRef pod, String ip);

    void podDown(PodRef pod, String ip);

    /** The pod's object is gone; what it owns is collected some time. */
    default void podGone(PodRef pod) {}

    /** Somebody puts something there, breaks something or takes it away. Empty: nothing was there to meddle with. */
    Optional<Meddling> meddle(Chance chance);

    /** Whatever people have left is cleared away. */
    void tidy();

    /** Everything with our mark. */
    List<Marked> marked();

    /** The IPs and ports behind a published address: what a client would reach. */
    Set<String> reach(String address, Protocol protocol, int port);

    /** Whether these ways in are what the pod's parameters ask for now. */
    boolean fits(PodView pod, List<Door> doors);

    /** At this sender's last read, the key's things were there, and were not shown. */
    boolean wasHiddenFrom(String sender, Key key);

    /** Something that is not ours stands on the key. */
    boolean isForeign(Key key);

    /** Whether what stands on these keys can be seen and taken away at all. */
    boolean canBeFreed(Set<Key> keys);

    /** Whether this is a true reason for a pod that is not ready, for reasons that lie outside the pod. */
    boolean explains(Reason reason, PodView pod, Set<Key> held);
}

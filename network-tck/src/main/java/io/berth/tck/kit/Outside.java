package io.berth.tck.kit;

import io.berth.runtime.CloudAccount;
import io.berth.runtime.EngineSettings;
import io.berth.spi.PodRef;
import io.berth.spi.Protocol;
import io.berth.spi.cloud.CloudFactory;
import io.berth.tck.sim.FarSide;
import io.berth.tck.sim.Gate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a plugin changes outside of the pod, played: a vendor's account, as it truly is. Its answers come at once; its
 * lists may lag and its objects may be locked, by the time that the fixture was given. Used by one thread.
 */
public interface Outside {
    /**
     * How one engine reaches it.
     *
     * @param provided what the host gives to clouds, by type; see {@link Gate#guard}
     */
    record Reach(List<CloudFactory<?>> clouds, List<CloudAccount> accounts, Map<Class<?>, Object> provided) {
        public Reach {
            clouds = List.copyOf(clouds);
            accounts = List.copyOf(accounts);
            provided = Map.copyOf(provided);
        }
    }

    /**
     * A new engine's way to it. Each request has to pass the gate ({@code gate.guard(Port.class, port)}): that is where
     * processes end.
     */
    Reach reachOf(Gate gate);

    /** A pod has got this IP. */
    default void podUp(PodRef pod, String ip) {}

    /** Its containers have ended, and the IP may be another pod's soon. */
    default void podDown(PodRef pod, String ip) {}

    /** The pod's object is gone; what it owns is collected some time. */
    default void podGone(PodRef pod) {}

    /** Everything that stands there with our mark. */
    List<FarSide.Marked> standing();

    /** The IPs of the pods behind an address: what a client would reach. Empty for an address that is not of here. */
    Set<String> behind(String address, Protocol protocol, int port);

    /** Nothing: for a plugin that publishes what the pod has already. */
    static Outside nothing() {
        return new Outside() {
            @Override
            public Reach reachOf(Gate gate) {
                return new Reach(List.of(), List.of(), Map.of());
            }

            @Override
            public List<FarSide.Marked> standing() {
                return List.of();
            }

            @Override
            public Set<String> behind(String address, Protocol protocol, int port) {
                return Set.of();
            }
        };
    }

    /** The far side by which a plugin has joined the simulation. */
    static Outside of(FarSide far) {
        EngineSettings settings = KitWorld.SETTINGS;
        return new Outside() {
            @Override
            public Reach reachOf(Gate gate) {
                FarSide.Equipment equipment = far.equip(settings.identity(), gate);
                return new Reach(equipment.providers().clouds(), equipment.clouds(), equipment.provided());
            }

            @Override
            public void podUp(PodRef pod, String ip) {
                far.podUp(pod, ip);
            }

            @Override
            public void podDown(PodRef pod, String ip) {
                far.podDown(pod, ip);
            }

            @Override
            public void podGone(PodRef pod) {
                far.podGone(pod);
            }

            @Override
            public List<FarSide.Marked> standing() {
                return far.marked();
            }

            @Override
            public Set<String> behind(String address, Protocol protocol, int port) {
                return far.reach(address, protocol, port);
            }
        };
    }
}

package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.Outside;
import io.berth.tck.kit.PluginFixture;
import io.berth.tck.loadbalancer.LoadBalancerFarSide.Scene;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The plugin of shared load balancers over one cloud, for the contract kit.
 *
 * @param balancers the ids of two balancers, as each far side has them
 * @param bothOnOne whether TCP and UDP may stand on one number
 * @param truth a new far side; each balancer takes 40 listeners
 */
public record LoadBalancerFixture(
        Scene scene, List<String> balancers, boolean bothOnOne, BiFunction<VirtualTime, Chance, TrueBalancers> truth)
        implements PluginFixture {
    /** How many listeners a balancer has to take. */
    public static final int LISTENERS = 40;

    public LoadBalancerFixture {
        requireNonNull(scene, "scene is null");
        balancers = List.copyOf(balancers);
        requireNonNull(truth, "truth is null");
    }

    @Override
    public NetworkPluginFactory<?> plugin() {
        return scene.plugin();
    }

    @Override
    public String networkType() {
        return scene.networkType();
    }

    @Override
    public List<NameValue> settings() {
        return List.of(
                new NameValue("range", "7000-7040"),
                new NameValue("blocked", "7003"),
                new NameValue("keepIdle", Boolean.toString(scene.keepsIdle())));
    }

    @Override
    public List<List<NameValue>> parameters() {
        List<List<NameValue>> all = new ArrayList<>(
                List.of(parameters(balancers.get(0), "80/TCP"), parameters(balancers.get(1), "80/TCP,81/UDP")));
        if (bothOnOne) {
            all.add(parameters(String.join(",", balancers), "80/TCPUDP"));
        }
        return all;
    }

    private List<NameValue> parameters(String ids, String ports) {
        return List.of(new NameValue(scene.idsParameter(), ids), new NameValue("PortProtocols", ports));
    }

    @Override
    public List<Refusal> refusals() {
        String misspelled = scene.idsParameter() + "x";
        return List.of(
                new Refusal(parameters(",", "0/TCP,80/tcp"), List.of("empty element", "'0'", "'tcp'")),
                new Refusal(parameters(balancers.get(0), "80,80"), List.of("80/TCP", "more than once")),
                new Refusal(
                        List.of(new NameValue(misspelled, balancers.get(0))),
                        List.of(misspelled, scene.idsParameter(), "PortProtocols: is missing")));
    }

    @Override
    public Optional<List<NameValue>> elsewhere() {
        return Optional.of(parameters(balancers.get(1), "80/TCP"));
    }

    @Override
    public Outside outside(VirtualTime time, Chance chance) {
        return Outside.of(new LoadBalancerFarSide(time, scene, truth.apply(time, chance)));
    }
}

package io.berth.tck.kit;

import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.VirtualTime;
import io.berth.tck.toy.ToyCloudFactory;
import io.berth.tck.toy.ToyFarSide;
import io.berth.tck.toy.ToyPluginFactory;
import io.berth.tck.toy.ToyVendor;
import java.util.List;
import java.util.Optional;

/** The toy, or a twin of it. */
record ToyFixture(NetworkPluginFactory<?> plugin, List<List<NameValue>> parameters) implements PluginFixture {
    private static final List<NameValue> ONE_PORT = parameters("lb-1", "80/TCP");
    private static final List<NameValue> TWO_PROTOCOLS = parameters("lb-1,lb-2", "80/TCPUDP");
    private static final List<NameValue> TWO_PORTS = parameters("lb-2", "80/TCP,81/UDP");

    static ToyFixture toy() {
        return of(new ToyPluginFactory());
    }

    static ToyFixture of(NetworkPluginFactory<?> plugin) {
        return new ToyFixture(plugin, List.of(ONE_PORT, TWO_PROTOCOLS, TWO_PORTS));
    }

    /** With the shortest of its parameters alone, for tests that run the kit often. */
    static ToyFixture small(NetworkPluginFactory<?> plugin) {
        return new ToyFixture(plugin, List.of(ONE_PORT));
    }

    static List<NameValue> parameters(String balancers, String ports) {
        return List.of(new NameValue("LbIds", balancers), new NameValue("Ports", ports));
    }

    @Override
    public String networkType() {
        return ToyCloudFactory.NETWORK_TYPE;
    }

    @Override
    public List<NameValue> settings() {
        return List.of(new NameValue("range", "7000-7040"), new NameValue("blocked", "7003"));
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                new Refusal(parameters(",", "0/TCP,80/tcp"), List.of("empty element", "'0'", "'tcp'")),
                new Refusal(parameters("lb-1", "80,80"), List.of("80/TCP", "twice")),
                new Refusal(List.of(new NameValue("LbIDs", "lb-1")), List.of("LbIDs", "LbIds", "Ports: is missing")));
    }

    @Override
    public Optional<List<NameValue>> elsewhere() {
        return Optional.of(parameters("lb-2", "80/TCP"));
    }

    @Override
    public Outside outside(VirtualTime time, Chance chance) {
        return Outside.of(new ToyFarSide(time, chance, IDENTITY, new ToyVendor.Quota(40, 40)));
    }
}

package io.berth.plugin.clb.service;

import static java.util.Objects.requireNonNull;

import io.berth.plugin.clb.ClbFactory;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.Outside;
import io.berth.tck.kit.PluginFixture;
import io.berth.tck.service.PlayedForm;
import io.berth.tck.service.ServiceFarSide;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.VirtualTime;
import java.util.List;
import java.util.Optional;

/** One form of Services, over played ones. */
record ServiceFixture(PlayedForm form) implements PluginFixture {
    ServiceFixture {
        requireNonNull(form, "form is null");
    }

    private List<NameValue> parameters(String pools, String ports) {
        return switch (form) {
            case BALANCED -> List.of(new NameValue("LbIds", pools), new NameValue("PortProtocols", ports));
            case EXTERNAL_IPS ->
                List.of(
                        new NameValue("ExternalIPs", pools.replace("lb-", "198.51.100.")),
                        new NameValue("PortProtocols", ports));
            case NODE_PORT -> List.of(new NameValue("PortProtocols", ports));
        };
    }

    @Override
    public NetworkPluginFactory<?> plugin() {
        return new ClbFactory();
    }

    @Override
    public String networkType() {
        return form.networkType();
    }

    @Override
    public List<NameValue> settings() {
        return List.of(new NameValue("range", "7000-7040"), new NameValue("blocked", "7003"));
    }

    @Override
    public List<List<NameValue>> parameters() {
        return List.of(
                parameters("lb-1", "80/TCP"),
                parameters("lb-1,lb-2", "80/TCPUDP"),
                parameters("lb-2", "80/TCP,81/UDP"));
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                new Refusal(parameters("lb-1", "0/TCP,80/tcp"), List.of("'0'", "'tcp'")),
                new Refusal(parameters("lb-1", "80,80"), List.of("80/TCP", "more than once")),
                new Refusal(List.of(new NameValue("PortProtocol", "80")), List.of("PortProtocol", "PortProtocols")));
    }

    @Override
    public Optional<List<NameValue>> elsewhere() {
        return form == PlayedForm.NODE_PORT ? Optional.empty() : Optional.of(parameters("lb-2", "80/TCP"));
    }

    @Override
    public Outside outside(VirtualTime time, Chance chance) {
        return Outside.of(new ServiceFarSide(time, chance, form, plugin()));
    }
}

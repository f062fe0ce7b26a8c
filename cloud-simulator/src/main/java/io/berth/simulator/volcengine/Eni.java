package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** A network interface with its private IPs, the primary one first. */
public record Eni(String id, String vpcId, List<String> ips) {
    public Eni {
        requireNonNull(id, "id is null");
        requireNonNull(vpcId, "vpcId is null");
        ips = List.copyOf(ips);
    }

    Eni with(String ip) {
        List<String> more = new ArrayList<>(ips);
        more.add(ip);
        return new Eni(id, vpcId, more);
    }

    Eni without(String ip) {
        return new Eni(id, vpcId, ips.stream().filter(one -> !one.equals(ip)).toList());
    }
}

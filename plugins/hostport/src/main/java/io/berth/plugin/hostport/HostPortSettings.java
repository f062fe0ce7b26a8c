package io.berth.plugin.hostport;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Numbers.Range;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the operator's configuration says of a network type of this plugin. Made by {@link HostPortFactory#settings()}. */
public final class HostPortSettings {
    enum WhenFull {
        /** A number is given all the same, and the pod waits in Kubernetes until a node has it free. */
        PENDING,
        /** The pod is refused. */
        REFUSE
    }

    private static final Option<Map<String, Range>> RANGES = Option.keyed(
            "ranges",
            PortRanges.type(),
            "The numbers that pods get, by a name of yours: 'ranges.default: 7000-8000'. Both ends count. 'default' must"
                    + " be there; another one is chosen per port with '=Dynamic:<name>' in ContainerPorts. No two may"
                    + " overlap.");
    private static final Option<List<List<Range>>> BLOCKED = Option.repeated(
            "blocked",
            ValueType.listOf(PortRanges.type()),
            "Numbers and ranges that are given to nobody, for example because something on the nodes listens there:"
                    + " '7777,7900-7910'.");
    private static final Option<List<List<AddressSource>>> ADDRESS_PREFERENCE = Option.repeated(
            "addressPreference",
            ValueType.listOf(AddressSource.type()),
            AddressPreference.DEFAULT,
            "Where a node's address is taken from, the first that is there: a kind of address (ExternalDNS, ExternalIP,"
                    + " InternalDNS, InternalIP, Hostname), which of several with ':first' (default) or ':last', and for"
                    + " IPs the family with ':IPv4', ':IPv6' or ':any' (default), as in 'ExternalIP:last:IPv6'; or"
                    + " 'annotation:<key>' or 'label:<key>' of the node. What is not an IP, or not a DNS name, is"
                    + " skipped.");
    private static final Option<WhenFull> WHEN_FULL = Option.withDefault(
            "whenFull",
            ValueType.oneOf(WhenFull.class, constant -> constant.name().toLowerCase(Locale.ROOT)),
            "pending",
            "What happens to a pod when every number is used on as many pods as there are schedulable nodes: it gets one"
                    + " and stays pending until a node has it free, which lets a cluster autoscaler act (pending), or"
                    + " it is refused (refuse).");

    static final ConfigSchema<HostPortSettings> SCHEMA = ConfigSchema.of(
            "setting",
            values -> new HostPortSettings(
                    PortRanges.of(
                            values.get(RANGES),
                            values.get(BLOCKED).stream().flatMap(List::stream).toList()),
                    new AddressPreference(values.get(ADDRESS_PREFERENCE).stream()
                            .flatMap(List::stream)
                            .toList()),
                    values.get(WHEN_FULL)),
            RANGES,
            BLOCKED,
            ADDRESS_PREFERENCE,
            WHEN_FULL);

    private final PortRanges ranges;
    private final AddressPreference addresses;
    private final WhenFull whenFull;

    private HostPortSettings(PortRanges ranges, AddressPreference addresses, WhenFull whenFull) {
        this.ranges = requireNonNull(ranges, "ranges is null");
        this.addresses = requireNonNull(addresses, "addresses is null");
        this.whenFull = requireNonNull(whenFull, "whenFull is null");
    }

    PortRanges ranges() {
        return ranges;
    }

    AddressPreference addresses() {
        return addresses;
    }

    WhenFull whenFull() {
        return whenFull;
    }
}

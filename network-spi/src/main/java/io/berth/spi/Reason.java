package io.berth.spi;

import static java.util.Objects.requireNonNull;

/**
 * Why something is as it is: the reason of events, the label of metrics, the word in answers. Closed, so that each one
 * is documented with its remedy.
 */
public enum Reason {
    UNKNOWN_NETWORK_TYPE(
            "UnknownNetworkType", "Use one of the network types that the message lists, or add the plugin's jar."),
    BAD_PARAMETERS("BadParameters", "Correct the named parameters in the workload's template; the message says how."),
    BAD_CLAIM("BadClaim", "The claim annotation was changed or written by a newer version; restore it, or upgrade."),
    POOL_FULL("PoolFull", "Add a pool or widen its range; the pod goes on by itself when something is given back."),
    KEY_TAKEN("KeyTaken", "Somebody else holds what the pod asks for; the message says who. Ask for another."),
    CONFLICT(
            "Conflict",
            "Something that is not ours stands where the pod's address should be; remove it, or block the number."),
    ADDRESS_LOST(
            "AddressLost",
            "Somebody released what the pod held, and the pod gets another; find out who else works on this account."),
    STANDBY("Standby", "Another instance leads; nothing to do."),
    RECOVERING("Recovering", "The leader is reading what is held; nothing to do."),
    CLAIMING("Claiming", "The claim is being stored on the pod; nothing to do."),
    WORKING("Working", "A request to the far side is under way; nothing to do."),
    OBSERVING("Observing", "The far side is being read; nothing to do."),
    POD_NOT_SCHEDULED("PodNotScheduled", "The pod has no node yet; see its own scheduling events."),
    POD_HAS_NO_IP("PodHasNoIp", "The pod has no IP yet; see its own events."),
    NO_NODE_ADDRESS(
            "NoNodeAddress", "The node has no address of the preferred kinds; change the preference or the node."),
    HOST_PORT_MISSING(
            "HostPortMissing",
            "The pod was created without host ports; route it through the webhook or NetworkEngine.admit, and create it again."),
    NETWORK_DISABLED("NetworkDisabled", "The pod is labelled network-disabled; remove the label to let traffic in."),
    DRAINING("Draining", "The pod is going; what is connected may stay until the deadline."),
    THROTTLED("Throttled", "The vendor limits the rate; the engine slows down by itself."),
    FAR_SIDE_UNAVAILABLE("FarSideUnavailable", "The vendor or the API server does not answer; it is tried again."),
    UNHEALTHY("Unhealthy", "The load balancer's health check fails; see what the pod answers on the checked port."),
    DENIED("Denied", "The credentials lack the permission that the message names."),
    QUOTA("Quota", "A quota at the vendor is used up; raise it or free something."),
    WRITE_REFUSED("WriteRefused", "The API server refuses our write to the pod; the message says why."),
    IN_DEBT("InDebt", "The release could not be proven in time; the keys stay held until it is."),
    PLUGIN_FAULT("PluginFault", "The plugin broke its contract or threw; report it with the message.");

    private final String text;
    private final String remedy;

    Reason(String text, String remedy) {
        this.text = requireNonNull(text, "text is null");
        this.remedy = requireNonNull(remedy, "remedy is null");
    }

    /** In the form of a Kubernetes event reason: {@code PoolFull}. */
    public String text() {
        return text;
    }

    /** What an operator can do about it, one sentence. */
    public String remedy() {
        return remedy;
    }

    @Override
    public String toString() {
        return text;
    }
}

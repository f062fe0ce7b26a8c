package io.berth.simulator.aws;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each request that changes something does, and what it is refused for.
 *
 * @param stale what a server of the vendor's that is behind still takes for the state: it knows nothing fresh
 */
record AwsWrites(AwsTerms terms, AwsArns arns, AwsState state, AwsState stale, long now) {
    /** @param result the content of the reply */
    record Written(String result, AwsState after) {}

    Written answer(String action, AwsForm form) {
        return switch (action) {
            case "CreateTargetGroup" -> createGroup(form);
            case "CreateListener" -> createListener(form);
            case "RegisterTargets" -> register(form);
            case "DeregisterTargets" -> deregister(form);
            case "DeleteListener" -> deleteListener(form);
            case "DeleteTargetGroup" -> deleteGroup(form);
            default ->
                throw AwsFault.refused(
                        "InvalidAction", "Could not find operation %s for version 2015-12-01".formatted(action));
        };
    }

    private Written createGroup(AwsForm form) {
        String name = form.required("Name");
        if (name.length() > 32 || !name.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")) {
            throw AwsFault.invalid(
                    ("Target group name '%s' can have at most 32 characters, only letters, digits and hyphens, and"
                                    + " cannot begin or end with a hyphen")
                            .formatted(name));
        }
        String type = form.optional("TargetType").orElse("instance");
        if (!type.equals("ip")) {
            throw AwsFault.invalid("Target type '%s' is not modelled here".formatted(type));
        }
        AwsState.Group wanted = new AwsState.Group(
                arns.group(name),
                name,
                protocol(form),
                form.number("Port", 1, 65_535).orElseThrow(() -> AwsFault.invalid("A port must be specified")),
                form.optional("VpcId").orElseThrow(() -> AwsFault.invalid("A VPC ID must be specified")),
                AwsCheck.read(form),
                form.tags(),
                new TreeMap<>());
        for (AwsState.Group there : state.groups().values()) {
            if (there.name().equals(name)) {
                return same(there, wanted);
            }
        }
        if (state.groups().size() >= terms.groupsPerRegion()) {
            throw AwsFault.refused(
                    "TooManyTargetGroups", "You've reached the limit on the number of target groups for your account");
        }
        return new Written(told(wanted), state.with(wanted));
    }

    /** AWS does not say whether tags are settings. Here they are not, and stay as they are. */
    private Written same(AwsState.Group there, AwsState.Group wanted) {
        if (there.protocol() != wanted.protocol()
                || there.port() != wanted.port()
                || !there.vpcId().equals(wanted.vpcId())
                || !there.check().equals(wanted.check())) {
            throw AwsFault.refused(
                    "DuplicateTargetGroupName",
                    "A target group with the same name '%s' exists, but with different settings"
                            .formatted(there.name()));
        }
        return new Written(told(there), state);
    }

    private String told(AwsState.Group group) {
        List<String> balancers = state.leadingTo(group.arn()).stream()
                .map(AwsState.Listener::balancerArn)
                .distinct()
                .toList();
        return AwsXml.list("TargetGroups", List.of(group), one -> AwsXml.group(one, balancers));
    }

    private static AwsProtocol protocol(AwsForm form) {
        String text = form.required("Protocol");
        return AwsProtocol.parse(text)
                .orElseThrow(
                        () -> AwsFault.invalid("Protocol '%s' is not one of TCP, TLS, UDP, TCP_UDP".formatted(text)));
    }

    private Written createListener(AwsForm form) {
        String balancerArn = form.required("LoadBalancerArn");
        AwsState.Balancer balancer =
                state.balancers().get(AwsArns.checked(AwsArns.isBalancer(balancerArn), "load balancer", balancerArn));
        if (balancer == null) {
            throw AwsArns.noBalancer();
        }
        if (!balancer.type().equals("network")) {
            throw AwsFault.invalid("Protocol '%s' is not supported here".formatted(form.required("Protocol")));
        }
        AwsState.Listener wanted = new AwsState.Listener(
                arns.listener(balancerArn),
                balancerArn,
                protocol(form),
                form.number("Port", 1, 65_535).orElseThrow(() -> AwsFault.invalid("A port must be specified")),
                List.of(forward(form)),
                form.tags(),
                now);
        leads(balancer, wanted, group(wanted.groupArns().get(0)));
        for (AwsState.Listener there : state.of(balancerArn)) {
            if (there.port() == wanted.port()) {
                return same(there, wanted);
            }
        }
        if (state.of(balancerArn).size() >= terms.listenersPerBalancer()) {
            throw AwsFault.refused(
                    "TooManyListeners", "You've reached the limit on the number of listeners per load balancer");
        }
        return new Written(told(wanted), state.with(wanted));
    }

    private static String forward(AwsForm form) {
        List<AwsForm> actions = form.forms("DefaultActions");
        if (actions.size() != 1 || !actions.get(0).required("Type").equals("forward")) {
            throw AwsFault.invalid("You must specify exactly one default action, of type forward");
        }
        return actions.get(0).required("TargetGroupArn");
    }

    private void leads(AwsState.Balancer balancer, AwsState.Listener listener, AwsState.Group group) {
        if (!listener.protocol().leadsTo(group.protocol())) {
            throw AwsFault.refused(
                    "IncompatibleProtocols",
                    "The protocol '%s' of the listener does not fit '%s' of the target group"
                            .formatted(listener.protocol(), group.protocol()));
        }
        if (listener.protocol() == AwsProtocol.TLS) {
            throw AwsFault.refused("CertificateNotFound", "A certificate must be specified for TLS listeners");
        }
        if (!group.vpcId().equals(balancer.vpcId())) {
            throw AwsFault.refused(
                    "InvalidConfigurationRequest", "The target group is not in the VPC of the load balancer");
        }
        boolean elsewhere = state.leadingTo(group.arn()).stream()
                .anyMatch(other -> !other.balancerArn().equals(balancer.arn()));
        if (elsewhere) {
            throw AwsFault.refused(
                    "TargetGroupAssociationLimit",
                    "You've reached the limit on the number of load balancers per target group");
        }
    }

    private Written same(AwsState.Listener there, AwsState.Listener wanted) {
        if (there.protocol() != wanted.protocol() || !there.groupArns().equals(wanted.groupArns())) {
            throw AwsFault.refused(
                    "DuplicateListener", "A listener already exists on this port for this load balancer");
        }
        return new Written(told(there), state);
    }

    private static String told(AwsState.Listener listener) {
        return AwsXml.list("Listeners", List.of(listener), AwsXml::listener);
    }

    private AwsState.Group group(String arn) {
        AwsState.Group group = state.groups().get(AwsArns.checked(AwsArns.isGroup(arn), "target group", arn));
        if (group == null || !stale.groups().containsKey(arn)) {
            throw AwsArns.noGroup();
        }
        return group;
    }

    private Written register(AwsForm form) {
        AwsState.Group group = group(form.required("TargetGroupArn"));
        SortedMap<AwsState.Place, AwsState.Target> targets = new TreeMap<>(group.targets());
        for (AwsState.Place place : places(form, group)) {
            AwsState.Target there = targets.get(place);
            if (there == null || there.isDraining()) {
                targets.put(place, new AwsState.Target(place, now, OptionalLong.empty()));
            }
        }
        if (targets.size() > terms.targetsPerGroup()) {
            throw AwsFault.refused("TooManyTargets", "You've reached the limit on the number of targets");
        }
        return new Written("", state.with(group.with(targets)));
    }

    private Written deregister(AwsForm form) {
        AwsState.Group group = group(form.required("TargetGroupArn"));
        return new Written("", state.with(drained(group, places(form, group), terms, now)));
    }

    /** The same where these, as far as they are there, drain. */
    static AwsState.Group drained(AwsState.Group group, List<AwsState.Place> places, AwsTerms terms, long now) {
        SortedMap<AwsState.Place, AwsState.Target> targets = new TreeMap<>(group.targets());
        long goneAt = now + terms.deregistrationDelay().toNanos();
        for (AwsState.Place place : places) {
            targets.computeIfPresent(
                    place,
                    (at, there) -> there.isDraining()
                            ? there
                            : new AwsState.Target(place, there.registeredAt(), OptionalLong.of(goneAt)));
        }
        return group.with(targets);
    }

    private static List<AwsState.Place> places(AwsForm form, AwsState.Group group) {
        List<AwsForm> targets = form.forms("Targets");
        if (targets.isEmpty()) {
            throw AwsFault.invalid("At least one target must be specified");
        }
        return targets.stream()
                .map(target -> new AwsState.Place(
                        ip(target.required("Id")),
                        target.number("Port", 1, 65_535).orElse(group.port())))
                .toList();
    }

    private static String ip(String text) {
        String quad = "(25[0-5]|2[0-4]\\d|1\\d{2}|[1-9]?\\d)";
        if (!text.matches(quad + "(\\." + quad + "){3}")) {
            throw AwsFault.invalid("The IP address '%s' is not a valid IPv4 address".formatted(text));
        }
        String inside =
                "10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*";
        if (!text.matches(inside)) {
            throw AwsFault.refused(
                    "InvalidTarget",
                    "The IP address '%s' is publicly routable, and cannot be a target".formatted(text));
        }
        return text;
    }

    private Written deleteListener(AwsForm form) {
        String arn = form.required("ListenerArn");
        AwsState.Listener there = state.listeners().get(AwsArns.checked(AwsArns.isListener(arn), "listener", arn));
        if (there == null || !stale.listeners().containsKey(arn)) {
            throw AwsArns.noListener();
        }
        return new Written("", state.withoutListeners(List.of(there)));
    }

    /** One that is not there is deleted well. */
    private Written deleteGroup(AwsForm form) {
        String arn = form.required("TargetGroupArn");
        AwsArns.checked(AwsArns.isGroup(arn), "target group", arn);
        if (!state.leadingTo(arn).isEmpty() || !stale.leadingTo(arn).isEmpty()) {
            throw AwsFault.refused(
                    "ResourceInUse", "Target group '%s' is currently in use by a listener or a rule".formatted(arn));
        }
        return new Written("", state.withoutGroup(arn));
    }
}

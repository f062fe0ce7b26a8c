package io.berth.simulator.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What each request for a description answers.
 *
 * @param shown lists are made of it
 * @param known what is asked for by its ARN is looked for here, when it is not in what is shown
 * @param now of what is shown
 */
record AwsReads(AwsTerms terms, AwsState shown, AwsState known, long now) {
    String answer(String action, AwsForm form) {
        return switch (action) {
            case "DescribeLoadBalancers" -> balancers(form);
            case "DescribeListeners" -> listeners(form);
            case "DescribeTargetGroups" -> groups(form);
            case "DescribeTargetHealth" -> health(form);
            case "DescribeTags" -> tags(form);
            default ->
                throw AwsFault.refused(
                        "InvalidAction", "Could not find operation %s for version 2015-12-01".formatted(action));
        };
    }

    private String balancers(AwsForm form) {
        List<String> arns = form.list("LoadBalancerArns");
        List<String> names = form.list("Names");
        if (arns.size() > 20) {
            throw AwsFault.invalid("At most 20 load balancers can be described by one request");
        }
        arns.forEach(arn -> AwsArns.checked(AwsArns.isBalancer(arn), "load balancer", arn));
        SortedMap<String, AwsState.Balancer> wanted =
                wanted(arns, names, shown.balancers(), known.balancers(), AwsState.Balancer::name, AwsArns::noBalancer);
        return page("LoadBalancers", wanted, form, AwsXml::balancer);
    }

    private String listeners(AwsForm form) {
        List<String> arns = form.list("ListenerArns");
        arns.forEach(arn -> AwsArns.checked(AwsArns.isListener(arn), "listener", arn));
        if (!arns.isEmpty()) {
            return page(
                    "Listeners",
                    wanted(arns, List.of(), shown.listeners(), known.listeners(), l -> "", AwsArns::noListener),
                    form,
                    AwsXml::listener);
        }
        String balancer = form.optional("LoadBalancerArn")
                .orElseThrow(() -> AwsFault.invalid("You must specify either listener ARNs or a load balancer ARN"));
        there(AwsArns.checked(AwsArns.isBalancer(balancer), "load balancer", balancer));
        SortedMap<String, AwsState.Listener> all = new TreeMap<>(shown.listeners());
        all.values().removeIf(listener -> !listener.balancerArn().equals(balancer));
        return page("Listeners", all, form, AwsXml::listener);
    }

    private void there(String balancerArn) {
        if (!shown.balancers().containsKey(balancerArn) && !known.balancers().containsKey(balancerArn)) {
            throw AwsArns.noBalancer();
        }
    }

    private String groups(AwsForm form) {
        List<String> arns = form.list("TargetGroupArns");
        arns.forEach(arn -> AwsArns.checked(AwsArns.isGroup(arn), "target group", arn));
        SortedMap<String, AwsState.Group> wanted = new TreeMap<>(wanted(
                arns, form.list("Names"), shown.groups(), known.groups(), AwsState.Group::name, AwsArns::noGroup));
        form.optional("LoadBalancerArn").ifPresent(balancer -> {
            there(AwsArns.checked(AwsArns.isBalancer(balancer), "load balancer", balancer));
            wanted.keySet().removeIf(arn -> !balancersOf(arn).contains(balancer));
        });
        return page("TargetGroups", wanted, form, group -> AwsXml.group(group, balancersOf(group.arn())));
    }

    private List<String> balancersOf(String groupArn) {
        return shown.leadingTo(groupArn).stream()
                .map(AwsState.Listener::balancerArn)
                .distinct()
                .toList();
    }

    private String health(AwsForm form) {
        String arn = form.required("TargetGroupArn");
        AwsArns.checked(AwsArns.isGroup(arn), "target group", arn);
        AwsState.Group group = found(arn, shown.groups(), known.groups(), AwsArns::noGroup);
        List<AwsForm> asked = form.forms("Targets");
        List<AwsState.Place> places = new ArrayList<>(group.targets().keySet());
        if (!asked.isEmpty()) {
            places = asked.stream()
                    .map(target -> new AwsState.Place(
                            target.required("Id"),
                            target.number("Port", 1, 65_535).orElse(group.port())))
                    .toList();
        }
        return AwsXml.list("TargetHealthDescriptions", places, place -> {
            AwsState.Target target = group.targets().get(place);
            return AwsXml.target(
                    place, target == null ? AwsHealth.NOT_REGISTERED : AwsHealth.of(shown, group, target, terms, now));
        });
    }

    private String tags(AwsForm form) {
        List<String> arns = form.list("ResourceArns");
        if (arns.isEmpty() || arns.size() > 20) {
            throw AwsFault.invalid("Tags of 1 to 20 resources can be described by one request");
        }
        return AwsXml.list("TagDescriptions", arns, arn -> AwsXml.tags(arn, tagsOf(arn)));
    }

    private Map<String, String> tagsOf(String arn) {
        if (AwsArns.isListener(arn)) {
            return found(arn, shown.listeners(), known.listeners(), AwsArns::noListener)
                    .tags();
        }
        if (AwsArns.isGroup(arn)) {
            return found(arn, shown.groups(), known.groups(), AwsArns::noGroup).tags();
        }
        AwsArns.checked(AwsArns.isBalancer(arn), "resource", arn);
        return found(arn, shown.balancers(), known.balancers(), AwsArns::noBalancer)
                .tags();
    }

    private static <T> T found(
            String arn, SortedMap<String, T> shown, SortedMap<String, T> known, Supplier<AwsFault> missing) {
        return Optional.ofNullable(shown.get(arn))
                .or(() -> Optional.ofNullable(known.get(arn)))
                .orElseThrow(missing);
    }

    /** Those of these ARNs and names, each of which must be there; where none is given, all that are shown. */
    private static <T> SortedMap<String, T> wanted(
            List<String> arns,
            List<String> names,
            SortedMap<String, T> shown,
            SortedMap<String, T> known,
            Function<T, String> name,
            Supplier<AwsFault> missing) {
        if (!arns.isEmpty() && !names.isEmpty()) {
            throw AwsFault.invalid("You cannot specify both names and ARNs");
        }
        SortedMap<String, T> wanted = new TreeMap<>();
        arns.forEach(arn -> wanted.put(arn, found(arn, shown, known, missing)));
        if (!names.isEmpty()) {
            Set<String> left = new HashSet<>(names);
            shown.forEach((arn, one) -> {
                if (left.remove(name.apply(one))) {
                    wanted.put(arn, one);
                }
            });
            if (!left.isEmpty()) {
                throw missing.get();
            }
        }
        return arns.isEmpty() && names.isEmpty() ? shown : wanted;
    }

    /** A marker names the last one that was told, so that what comes and goes meanwhile hides nothing else. */
    private <T> String page(String list, SortedMap<String, T> all, AwsForm form, Function<T, String> item) {
        int size = Math.min(terms.pageSize(), form.number("PageSize", 1, 400).orElse(400));
        List<T> part = new ArrayList<>();
        String last = "";
        boolean more = false;
        String after = form.optional("Marker").map(AwsReads::place).orElse("");
        for (Map.Entry<String, T> entry : all.tailMap(after).entrySet()) {
            if (entry.getKey().equals(after)) {
                continue;
            }
            if (part.size() == size) {
                more = true;
                break;
            }
            part.add(entry.getValue());
            last = entry.getKey();
        }
        return AwsXml.list(list, part, item) + (more ? AwsXml.element("NextMarker", marker(last)) : "");
    }

    private static String marker(String arn) {
        return Base64.getEncoder().encodeToString(arn.getBytes(StandardCharsets.UTF_8));
    }

    private static String place(String marker) {
        try {
            return new String(Base64.getDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw AwsFault.invalid("The marker is not valid");
        }
    }
}

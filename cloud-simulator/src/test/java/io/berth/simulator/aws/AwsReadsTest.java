package io.berth.simulator.aws;

import static io.berth.simulator.aws.Account.target;
import static io.berth.simulator.aws.Account.value;
import static io.berth.simulator.aws.Account.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AwsReadsTest {
    private final Account account = new Account();

    @Test
    void describesABalancer() {
        String body = account.ask("DescribeLoadBalancers", "LoadBalancerArns.member.1", account.balancer);

        assertThat(value("DNSName", body)).startsWith("games-").endsWith(".elb.us-east-1.amazonaws.com");
        assertThat(value("Type", body)).isEqualTo("network");
        assertThat(body).contains("<State><Code>active</Code></State>");
        for (AwsState.Status status : AwsState.Status.values()) {
            account.cloud.balancerBecomes(account.balancer, status);
            assertThat(account.ask("DescribeLoadBalancers", "Names.member.1", "games"))
                    .containsIgnoringCase("<Code>" + status + "</Code>");
        }
    }

    @Test
    void whatIsAskedForByNameMustAllBeThere() {
        account.group("one");
        assertThat(values("TargetGroupName", account.ask("DescribeTargetGroups", "Names.member.1", "one")))
                .containsExactly("one");
        assertThat(account.refusal("DescribeTargetGroups", "Names.member.1", "one", "Names.member.2", "two"))
                .isEqualTo("400 TargetGroupNotFound");
        assertThat(account.refusal("DescribeLoadBalancers", "Names.member.1", "x"))
                .isEqualTo("400 LoadBalancerNotFound");
        assertThat(account.refusal(
                        "DescribeLoadBalancers",
                        "Names.member.1",
                        "games",
                        "LoadBalancerArns.member.1",
                        account.balancer))
                .isEqualTo("400 ValidationError");
    }

    @Test
    void unknownAndMalformedArnsAreRefused() {
        String group = account.group("one");
        String listener = account.listener("TCP", 1, group);
        account.cloud.deleteListener(listener);
        account.cloud.deleteGroup(group);
        String lost = account.balancer.replace("/games/", "/lost/");

        assertThat(account.refusal("DescribeListeners", "LoadBalancerArn", lost))
                .isEqualTo("400 LoadBalancerNotFound");
        assertThat(account.refusal("DescribeListeners", "LoadBalancerArn", "clb-1"))
                .isEqualTo("400 ValidationError");
        assertThat(account.refusal("DescribeListeners")).isEqualTo("400 ValidationError");
        assertThat(account.refusal("DescribeListeners", "ListenerArns.member.1", listener))
                .isEqualTo("400 ListenerNotFound");
        assertThat(account.refusal("DescribeTargetHealth", "TargetGroupArn", group))
                .isEqualTo("400 TargetGroupNotFound");
        assertThat(account.refusal("DescribeTags", "ResourceArns.member.1", group))
                .isEqualTo("400 TargetGroupNotFound");
        assertThat(account.refusal("DescribeTags", "ResourceArns.member.1", listener))
                .isEqualTo("400 ListenerNotFound");
        assertThat(account.refusal("DescribeTags", "ResourceArns.member.1", lost))
                .isEqualTo("400 LoadBalancerNotFound");
        assertThat(account.refusal("DescribeTags", "ResourceArns.member.1", "x"))
                .isEqualTo("400 ValidationError");
        assertThat(account.refusal("DescribeTags")).isEqualTo("400 ValidationError");
    }

    @Test
    void atMostTwentyBalancersAndTags() {
        List<String> tags = new ArrayList<>();
        List<String> balancers = new ArrayList<>();
        for (int i = 1; i <= 21; i++) {
            tags.addAll(List.of("ResourceArns.member." + i, account.balancer));
            balancers.addAll(List.of("LoadBalancerArns.member." + i, account.balancer));
        }
        assertThat(account.refusal("DescribeTags", tags.toArray(String[]::new))).isEqualTo("400 ValidationError");
        assertThat(account.refusal("DescribeLoadBalancers", balancers.toArray(String[]::new)))
                .isEqualTo("400 ValidationError");
        assertThat(account.ask("DescribeTags", tags.subList(0, 40).toArray(String[]::new)))
                .contains(account.balancer);
    }

    @Test
    void pagesHideNothingThatStays() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(account.group("g" + i));
        }
        List<String> seen = new ArrayList<>();
        String body = account.ask("DescribeTargetGroups", "PageSize", "2");
        seen.addAll(values("TargetGroupArn", body));
        // The one that the marker names goes while the list is read.
        account.cloud.deleteGroup(seen.get(1));
        while (body.contains("<NextMarker>")) {
            body = account.ask("DescribeTargetGroups", "PageSize", "2", "Marker", value("NextMarker", body));
            seen.addAll(values("TargetGroupArn", body));
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(account.refusal("DescribeTargetGroups", "PageSize", "401")).isEqualTo("400 ValidationError");
        assertThat(account.refusal("DescribeTargetGroups", "Marker", "%")).isEqualTo("400 ValidationError");
    }

    @Test
    void groupsOfABalancerAreThoseInUseThere() {
        String used = account.group("used");
        account.group("idle");
        account.listener("TCP", 1, used);

        String body = account.ask("DescribeTargetGroups", "LoadBalancerArn", account.balancer);

        assertThat(values("TargetGroupArn", body)).containsExactly(used);
        assertThat(body).contains("<LoadBalancerArns><member>" + account.balancer + "</member></LoadBalancerArns>");
    }

    @Test
    void listenersOfSeveralGroupsNameNoneOfThemAlone() {
        String one = account.group("one", "HealthCheckProtocol", "HTTP", "HealthCheckPath", "/a&b");
        String two = account.group("two");
        account.cloud.putListener(account.balancer, AwsProtocol.TLS, 443, List.of(one, two));

        String body = account.ask("DescribeListeners", "LoadBalancerArn", account.balancer);

        assertThat(value("Protocol", body)).isEqualTo("TLS");
        assertThat(body).contains("<DefaultActions><member><Type>forward</Type><ForwardConfig>");
        assertThat(account.ask("DescribeTargetGroups", "TargetGroupArns.member.1", one))
                .contains("/a&amp;b");
    }

    @Test
    void aTargetThatIsAskedForNeedNotBeThere() {
        String group = account.group("one");
        account.ask("RegisterTargets", target(group, "10.0.0.1", 7000));

        assertThat(account.ask("DescribeTargetHealth", target(group, "10.0.0.2", 7000)))
                .contains("Target.NotRegistered");
        assertThat(account.ask("DescribeTargetHealth", target(group, "10.0.0.1", 7000)))
                .contains("Target.NotInUse");
    }

    @Test
    void listsShowTheLagAndNoMore() {
        account.cloud.lag(Duration.ofSeconds(5));
        String group = account.group("one");
        account.pass(Duration.ofSeconds(1));
        List<Boolean> shown = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            shown.add(account.ask("DescribeTargetGroups").contains(group));
        }
        assertThat(shown).contains(true, false);
        assertThat(account.ask("DescribeTargetHealth", "TargetGroupArn", group)).contains("TargetHealthDescriptions");

        account.pass(Duration.ofSeconds(5));
        for (int i = 0; i < 200; i++) {
            assertThat(account.ask("DescribeTargetGroups")).contains(group);
        }
    }

    @Test
    void freshArnsMayBeUnknownForAsLong() {
        account.cloud.lag(Duration.ofSeconds(5));
        account.cloud.lagEverywhere(true);
        String group = account.group("one");
        account.pass(Duration.ofSeconds(1));
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(answer("DescribeTargetHealth", "TargetGroupArn", group));
            answers.add(answer("RegisterTargets", target(group, "10.0.0.1", 7000)));
        }
        assertThat(answers).contains("200", "400 TargetGroupNotFound");

        account.pass(Duration.ofSeconds(5));
        for (int i = 0; i < 100; i++) {
            assertThat(answer("RegisterTargets", target(group, "10.0.0.1", 7000)))
                    .isEqualTo("200");
        }
    }

    @Test
    void aGroupMayStayInUseForAsLong() {
        account.cloud.lag(Duration.ofSeconds(5));
        account.cloud.lagEverywhere(true);
        Set<String> answers = new TreeSet<>();
        for (int i = 1; i <= 30; i++) {
            String group = account.group("g" + i);
            String listener = account.cloud.putListener(account.balancer, AwsProtocol.TCP, i, List.of(group));
            account.pass(Duration.ofSeconds(6));
            account.cloud.deleteListener(listener);
            account.pass(Duration.ofSeconds(1));
            answers.add(answer("DeleteTargetGroup", "TargetGroupArn", group));
            account.pass(Duration.ofSeconds(5));
            assertThat(answer("DeleteTargetGroup", "TargetGroupArn", group)).isEqualTo("200");
        }
        assertThat(answers).containsExactly("200", "400 ResourceInUse");
    }

    @Test
    void theEndOfADrainLagsNoLongerThanThat() {
        String group = account.group("one");
        account.ask("RegisterTargets", target(group, "10.0.0.1", 7000));
        account.ask("DeregisterTargets", target(group, "10.0.0.1", 7000));
        account.cloud.lag(Duration.ofSeconds(5));
        account.pass(Duration.ofSeconds(306));
        for (int i = 0; i < 100; i++) {
            assertThat(account.health(group)).isEmpty();
        }
    }

    private String answer(String action, String... pairs) {
        var request = Account.request("AKIDTEST", action, pairs);
        var reply = account.cloud.answer(request);
        return reply.status() == 200 ? "200" : reply.status() + " " + value("Code", reply.body());
    }
}

package io.berth.simulator.aws;

import static io.berth.simulator.aws.Account.target;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsWritesTest {
    private final Account account = new Account();

    @Test
    void sameSettingsMakeNothingTwice() {
        String group = account.group("one");
        assertThat(account.group("one")).isEqualTo(group);
        String listener = account.listener("TCP", 7000, group);
        assertThat(account.listener("TCP", 7000, group)).isEqualTo(listener);

        assertThat(account.cloud.truth().groups()).containsOnlyKeys(group);
        assertThat(account.cloud.truth().listeners()).containsOnlyKeys(listener);
    }

    @ParameterizedTest
    @CsvSource({"Protocol,UDP", "Port,7001", "VpcId,vpc-2", "HealthCheckIntervalSeconds,20"})
    void otherSettingsUnderAKnownNameAreRefused(String parameter, String value) {
        account.group("one");

        String[] pairs = {
            "Name", "one", "TargetType", "ip", "Protocol", "TCP", "Port", "7000", "VpcId", Account.VPC, parameter, value
        };

        assertThat(account.refusal("CreateTargetGroup", pairs)).isEqualTo("400 DuplicateTargetGroupName");
    }

    @ParameterizedTest
    @CsvSource({"TCP,UDP", "UDP,TCP", "TCP_UDP,TCP", "TCP,TCP_UDP"})
    void oneNumberIsOneListener(String first, String second) {
        String group = account.group("both", "Protocol", "TCP_UDP");
        account.listener(first, 7000, group);

        assertThat(account.refusal("CreateListener", account.listenerOf(second, 7000, group)))
                .isEqualTo("400 DuplicateListener");
    }

    @Test
    void anotherGroupOnATakenNumberIsRefused() {
        account.listener("TCP", 7000, account.group("one"));

        assertThat(account.refusal("CreateListener", account.listenerOf("TCP", 7000, account.group("two"))))
                .isEqualTo("400 DuplicateListener");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-one", "one-", "o_ne", "o.ne", "a123456789b123456789c123456789d12"})
    void namesOfGroupsAreLettersDigitsAndHyphens(String name) {
        assertThat(account.refusal("CreateTargetGroup", groupOf("Name", name))).isEqualTo("400 ValidationError");
    }

    @ParameterizedTest
    @CsvSource({
        "Protocol,SCTP",
        "Protocol,''",
        "Port,0",
        "Port,65536",
        "VpcId,''",
        "TargetType,instance",
        "HealthCheckEnabled,false",
        "HealthCheckProtocol,UDP",
        "HealthCheckIntervalSeconds,4",
        "HealthCheckIntervalSeconds,301",
        "HealthCheckTimeoutSeconds,1",
        "HealthCheckTimeoutSeconds,30",
        "HealthyThresholdCount,1",
        "HealthyThresholdCount,11",
        "UnhealthyThresholdCount,1",
        "HealthCheckPort,70000",
        "HealthCheckPath,/x",
        "Tags.member.1.Key,aws:x",
        "Tags.member.1.Key,a%b"
    })
    void valuesOutOfTheVendorsRangesAreInvalid(String parameter, String value) {
        assertThat(account.refusal("CreateTargetGroup", groupOf(parameter, value)))
                .isEqualTo("400 ValidationError");
    }

    private static String[] groupOf(String parameter, String value) {
        return new String[] {
            "Name", "one", "TargetType", "ip", "Protocol", "TCP", "Port", "7000", "VpcId", Account.VPC, parameter, value
        };
    }

    @Test
    void aNumberThatIsNoneAndAPathWithoutSlashAreRefused() {
        assertThat(account.refusal("CreateTargetGroup", groupOf("Port", "x"))).isEqualTo("400 MalformedInput");
        String[] pairs = groupOf("HealthCheckProtocol", "HTTP");
        assertThat(account.refusal("CreateTargetGroup", with(pairs, "HealthCheckPath", "x")))
                .isEqualTo("400 ValidationError");
        assertThat(account.refusal(
                        "CreateTargetGroup", with(groupOf("Tags.member.1.Key", "a"), "Tags.member.2.Key", "a")))
                .isEqualTo("400 DuplicateTagKeys");
    }

    private static String[] with(String[] pairs, String... more) {
        String[] all = Arrays.copyOf(pairs, pairs.length + more.length);
        System.arraycopy(more, 0, all, pairs.length, more.length);
        return all;
    }

    @Test
    void listenersNeedAGroupThatFits() {
        String tcp = account.group("tcp");
        String udp = account.group("udp", "Protocol", "UDP");
        String far = account.group("far", "VpcId", "vpc-2");
        String lost = tcp.replace("/tcp/", "/lost/");

        assertThat(account.refusal("CreateListener", account.listenerOf("TCP", 1, lost)))
                .isEqualTo("400 TargetGroupNotFound");
        assertThat(account.refusal("CreateListener", account.listenerOf("TCP", 1, "x")))
                .isEqualTo("400 ValidationError");
        assertThat(account.refusal("CreateListener", account.listenerOf("UDP", 1, tcp)))
                .isEqualTo("400 IncompatibleProtocols");
        assertThat(account.refusal("CreateListener", account.listenerOf("TCP_UDP", 1, udp)))
                .isEqualTo("400 IncompatibleProtocols");
        assertThat(account.refusal("CreateListener", account.listenerOf("TLS", 1, tcp)))
                .isEqualTo("400 CertificateNotFound");
        assertThat(account.refusal("CreateListener", account.listenerOf("TCP", 1, far)))
                .isEqualTo("400 InvalidConfigurationRequest");
    }

    @Test
    void aGroupServesOneBalancer() {
        String group = account.group("one");
        String other = account.cloud.addBalancer("other", Account.VPC);
        account.cloud.putListener(other, AwsProtocol.TCP, 1, List.of(group));

        assertThat(account.refusal("CreateListener", account.listenerOf("TCP", 1, group)))
                .isEqualTo("400 TargetGroupAssociationLimit");
    }

    @Test
    void quotasHold() {
        Account small = new Account(AwsTerms.USUAL.quotas(1, 2, 1));
        String group = small.group("one");
        small.listener("TCP", 1, group);
        small.group("two");
        small.ask("RegisterTargets", target(group, "10.0.0.1", 7000));

        assertThat(small.refusal("CreateListener", small.listenerOf("TCP", 2, group)))
                .isEqualTo("400 TooManyListeners");
        assertThat(small.refusal("CreateTargetGroup", groupOf("Name", "three"))).isEqualTo("400 TooManyTargetGroups");
        assertThat(small.refusal("RegisterTargets", target(group, "10.0.0.2", 7000)))
                .isEqualTo("400 TooManyTargets");
    }

    @Test
    void aTargetBecomesHealthyThenDrainsThenIsGone() {
        String group = account.group("one");
        account.ask("RegisterTargets", target(group, "10.0.0.1", 7000));
        assertThat(account.health(group)).containsExactly("10.0.0.1 unused");

        account.listener("TCP", 7000, group);
        assertThat(account.health(group)).containsExactly("10.0.0.1 initial");
        account.pass(Duration.ofSeconds(90));
        assertThat(account.health(group)).containsExactly("10.0.0.1 healthy");

        account.cloud.unwell(Set.of("10.0.0.1"));
        assertThat(account.health(group)).containsExactly("10.0.0.1 unhealthy");

        account.ask("DeregisterTargets", target(group, "10.0.0.1", 7000));
        assertThat(account.health(group)).containsExactly("10.0.0.1 draining");
        account.pass(Duration.ofSeconds(299));
        account.ask("DeregisterTargets", target(group, "10.0.0.1", 7000));
        assertThat(account.health(group)).containsExactly("10.0.0.1 draining");
        account.pass(Duration.ofSeconds(1));
        assertThat(account.health(group)).isEmpty();
    }

    @Test
    void aDrainingTargetCanComeBack() {
        String group = account.group("one");
        account.ask("RegisterTargets", target(group, "10.0.0.1", 7000));
        account.ask("DeregisterTargets", target(group, "10.0.0.1", 7000));
        account.ask("RegisterTargets", target(group, "10.0.0.1", 7000));
        account.pass(Duration.ofHours(1));

        assertThat(account.health(group)).containsExactly("10.0.0.1 unused");
    }

    @Test
    void aTargetIsItsIpAndItsPort() {
        String group = account.group("one");
        account.ask("RegisterTargets", target(group, "10.0.0.1", 7000));
        account.ask("RegisterTargets", target(group, "10.0.0.1", 7001));
        account.ask("DeregisterTargets", target(group, "10.0.0.9", 7000));

        assertThat(account.health(group)).containsExactly("10.0.0.1 unused", "10.0.0.1 unused");
    }

    @Test
    void targetsAreInside() {
        String group = account.group("one");
        assertThat(account.refusal("RegisterTargets", target(group, "8.8.8.8", 1)))
                .isEqualTo("400 InvalidTarget");
        assertThat(account.refusal("RegisterTargets", target(group, "host", 1))).isEqualTo("400 ValidationError");
        assertThat(account.refusal("RegisterTargets", "TargetGroupArn", group)).isEqualTo("400 ValidationError");
        String lost = group.replace("/one/", "/lost/");
        assertThat(account.refusal("DeregisterTargets", target(lost, "10.0.0.1", 1)))
                .isEqualTo("400 TargetGroupNotFound");
    }

    @Test
    void aGroupInUseStays() {
        String group = account.group("one");
        String listener = account.listener("TCP", 7000, group);

        assertThat(account.refusal("DeleteTargetGroup", "TargetGroupArn", group))
                .isEqualTo("400 ResourceInUse");
        account.ask("DeleteListener", "ListenerArn", listener);
        assertThat(account.refusal("DeleteListener", "ListenerArn", listener)).isEqualTo("400 ListenerNotFound");
        account.ask("DeleteTargetGroup", "TargetGroupArn", group);
        account.ask("DeleteTargetGroup", "TargetGroupArn", group);
        assertThat(account.cloud.truth().groups()).isEmpty();
    }

    @Test
    void listenersNeedAnNlb() {
        String group = account.group("one");
        String app = account.cloud.addBalancer("web", "application", Account.VPC);
        String[] pairs = account.listenerOf("TCP", 1, group);
        pairs[1] = app;
        assertThat(account.refusal("CreateListener", pairs)).isEqualTo("400 ValidationError");

        pairs[1] = account.balancer;
        account.cloud.deleteBalancer(account.balancer);
        assertThat(account.refusal("CreateListener", pairs)).isEqualTo("400 LoadBalancerNotFound");
    }

    @Test
    void tagsAreKept() {
        String group = account.group("one", "Tags.member.1.Key", "berth/cluster", "Tags.member.1.Value", "c 1");

        assertThat(account.cloud.truth().groups().values())
                .extracting(AwsState.Group::tags)
                .containsExactly(Map.of("berth/cluster", "c 1"));
        account.cloud.untag(group);
        assertThat(account.cloud.truth().groups().values())
                .extracting(AwsState.Group::tags)
                .containsExactly(Map.of());
    }
}

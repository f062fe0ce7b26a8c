package io.berth.simulator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who asks the model, as the wire has it, at a time of its own. */
final class Account {
    static final String VPC = "vpc-1";

    final AwsCloud cloud;
    final String balancer;
    private long now = Duration.ofDays(1).toNanos();

    Account() {
        this(AwsTerms.USUAL);
    }

    Account(AwsTerms terms) {
        cloud = new AwsCloud(terms, "AKIDTEST", () -> now, new Random(7));
        balancer = cloud.addBalancer("games", VPC);
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    static VendorRequest request(String key, String action, String... pairs) {
        List<String> form = new ArrayList<>(List.of("Action=" + action, "Version=2015-12-01"));
        for (int i = 0; i < pairs.length; i += 2) {
            form.add(encoded(pairs[i]) + "=" + encoded(pairs[i + 1]));
        }
        String authorization = ("AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/elasticloadbalancing/aws4_request,"
                        + " SignedHeaders=host, Signature=%s")
                .formatted(key, "0".repeat(64));
        return new VendorRequest("POST", "/", Map.of(), Map.of("Authorization", authorization), String.join("&", form));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The body of the reply, which is no error. */
    String ask(String action, String... pairs) {
        VendorReply reply = cloud.answer(request("AKIDTEST", action, pairs));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    /** The code that it is refused with. */
    String refusal(String action, String... pairs) {
        return refusal(cloud, request("AKIDTEST", action, pairs));
    }

    static String refusal(Vendor vendor, VendorRequest request) {
        VendorReply reply = vendor.answer(request);
        assertThat(reply.body()).startsWith("<ErrorResponse").contains("<RequestId>");
        return reply.status() + " " + value("Code", reply.body());
    }

    String group(String name, String... more) {
        List<String> pairs = new ArrayList<>(
                List.of("Name", name, "Protocol", "TCP", "Port", "7000", "VpcId", VPC, "TargetType", "ip"));
        for (int i = 0; i < more.length; i += 2) {
            int there = pairs.indexOf(more[i]);
            if (there >= 0 && there % 2 == 0) {
                pairs.set(there + 1, more[i + 1]);
            } else {
                pairs.addAll(List.of(more[i], more[i + 1]));
            }
        }
        return value("TargetGroupArn", ask("CreateTargetGroup", pairs.toArray(String[]::new)));
    }

    String[] listenerOf(String protocol, int port, String group) {
        return new String[] {
            "LoadBalancerArn", balancer,
            "Protocol", protocol,
            "Port", String.valueOf(port),
            "DefaultActions.member.1.Type", "forward",
            "DefaultActions.member.1.TargetGroupArn", group
        };
    }

    String listener(String protocol, int port, String group) {
        return value("ListenerArn", ask("CreateListener", listenerOf(protocol, port, group)));
    }

    static String[] target(String group, String ip, int port) {
        return new String[] {
            "TargetGroupArn", group, "Targets.member.1.Id", ip, "Targets.member.1.Port", String.valueOf(port)
        };
    }

    /** As in {@code 10.0.0.1 healthy}. */
    List<String> health(String group) {
        String body = ask("DescribeTargetHealth", "TargetGroupArn", group);
        List<String> ips = values("Id", body);
        List<String> states = values("State", body);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < ips.size(); i++) {
            all.add(ips.get(i) + " " + states.get(i));
        }
        return all;
    }

    static String value(String element, String body) {
        return values(element, body).get(0);
    }

    static List<String> values(String element, String body) {
        Matcher matcher =
                Pattern.compile("<%1$s>([^<]*)</%1$s>".formatted(element)).matcher(body);
        return matcher.results().map(found -> found.group(1)).collect(Collectors.toList());
    }
}

package io.berth.simulator.aws;

import java.util.random.RandomGenerator;

/** The names of things. */
final class AwsArns {
    private static final String PREFIX = "arn:aws:elasticloadbalancing:";

    private final AwsTerms terms;
    private final RandomGenerator random;

    AwsArns(AwsTerms terms, RandomGenerator random) {
        this.terms = terms;
        this.random = random;
    }

    /** Sixteen hexadecimal digits. */
    String digits() {
        return "%016x".formatted(random.nextLong());
    }

    String balancer(String kind, String name) {
        return arn("loadbalancer/%s/%s/%s".formatted(kind, name, digits()));
    }

    String listener(String balancerArn) {
        return balancerArn.replace(":loadbalancer/", ":listener/") + "/" + digits();
    }

    String group(String name) {
        return arn("targetgroup/%s/%s".formatted(name, digits()));
    }

    private String arn(String resource) {
        return PREFIX + terms.region() + ":" + terms.accountId() + ":" + resource;
    }

    static boolean isBalancer(String arn) {
        return is(arn, "loadbalancer");
    }

    static boolean isListener(String arn) {
        return is(arn, "listener");
    }

    static boolean isGroup(String arn) {
        return is(arn, "targetgroup");
    }

    private static boolean is(String arn, String kind) {
        return arn.startsWith(PREFIX) && arn.contains(":" + kind + "/");
    }

    static String checked(boolean valid, String kind, String arn) {
        if (!valid) {
            throw AwsFault.invalid("'%s' is not a valid %s ARN".formatted(arn, kind));
        }
        return arn;
    }

    static AwsFault noBalancer() {
        return AwsFault.refused("LoadBalancerNotFound", "One or more load balancers not found");
    }

    static AwsFault noListener() {
        return AwsFault.refused("ListenerNotFound", "One or more listeners not found");
    }

    static AwsFault noGroup() {
        return AwsFault.refused("TargetGroupNotFound", "One or more target groups not found");
    }
}

package io.berth.plugin.hostport;

import static io.berth.plugin.hostport.Plugins.problems;
import static io.berth.plugin.hostport.Plugins.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.config.Option;
import org.junit.jupiter.api.Test;

class HostPortSettingsTest {
    @Test
    void bothEndsOfARangeBelongToIt() {
        HostPortSettings settings = settings("ranges.default=7000-8000", "ranges.one=65535", "ranges.low=1-1")
                .value()
                .orElseThrow();

        assertThat(settings.ranges().named("default").orElseThrow().size()).isEqualTo(1001);
        assertThat(settings.ranges().named("one").orElseThrow()).hasToString("65535");
        assertThat(settings.ranges().named("low").orElseThrow()).hasToString("1");
        assertThat(settings.whenFull()).isEqualTo(HostPortSettings.WhenFull.PENDING);
    }

    @Test
    void blockedNumbersAreInNoRange() {
        HostPortSettings settings = settings(
                        "ranges.default=7000-7010", "ranges.tools=8000-8001", "blocked=7001,7003-7005", "blocked=8001")
                .value()
                .orElseThrow();

        assertThat(settings.ranges().named("default").orElseThrow()).hasToString("7000,7002,7006-7010");
        assertThat(settings.ranges().named("tools").orElseThrow()).hasToString("8000");
    }

    @Test
    void everyPairOfRangesThatOverlapIsOneProblem() {
        assertThat(problems(settings("ranges.default=10-20", "ranges.game=15-25", "ranges.other=21-31")))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("ranges.default (10-20)", "ranges.game (15-25)"))
                .anySatisfy(problem -> assertThat(problem).contains("ranges.game (15-25)", "ranges.other (21-31)"));
    }

    @Test
    void aSharedBoundaryIsAnOverlap() {
        assertThat(problems(settings("ranges.default=7000-8000", "ranges.game=8000-9000")))
                .singleElement()
                .asString()
                .contains("ranges.default", "ranges.game", "overlap");
    }

    @Test
    void theDefaultRangeMustBeThere() {
        assertThat(problems(settings("ranges.game=8000-9000")))
                .containsExactly(
                        "ranges.default is missing; give a range of ports such as 7000-8000, both ends included");
    }

    @Test
    void everyBadValueIsNamedAtOnce() {
        assertThat(problems(settings(
                        "ranges.default=10-2",
                        "ranges.zero=0-5",
                        "ranges.high=65000-65536",
                        "ranges.word=all",
                        "blocked=7000,80x",
                        "addressPreference=ExternalIP,Extern",
                        "whenFull=Refuse",
                        "ranges=1-2",
                        "blokced=1")))
                .hasSize(9)
                .anySatisfy(problem -> assertThat(problem).startsWith("ranges.default: '10-2' is not a range of ports"))
                .anySatisfy(problem -> assertThat(problem).startsWith("ranges.zero: '0-5' is not a range of ports"))
                .anySatisfy(problem -> assertThat(problem).startsWith("ranges.high: '65000-65536' is not a range"))
                .anySatisfy(problem -> assertThat(problem).startsWith("ranges.word: 'all' is not a range; give"))
                .anySatisfy(problem -> assertThat(problem).startsWith("blocked: '80x' is not a range; give"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("addressPreference: 'Extern' is no kind of address; give one of ExternalDNS"))
                .anySatisfy(problem -> assertThat(problem).startsWith("whenFull: 'Refuse' is none of"))
                .anySatisfy(problem -> assertThat(problem).startsWith("ranges: unknown setting"))
                .anySatisfy(
                        problem -> assertThat(problem).isEqualTo("blokced: unknown setting; did you mean 'blocked'?"));
    }

    @Test
    void aRangeNeedsANameThatParametersCanSayAndANumberThatIsFree() {
        assertThat(problems(
                        settings("ranges.default=7000-7001", "ranges.a,b=1-2", "ranges.full=80-81", "blocked=80-81")))
                .containsExactly(
                        "ranges.a,b is not a name; use up to 63 letters, digits and inner dashes",
                        "ranges.full (80-81) is blocked as a whole; widen it, or block less");
    }

    @Test
    void everySettingIsDocumented() {
        assertThat(new HostPortFactory().settings().options())
                .extracting(Option::name)
                .containsExactly("ranges", "blocked", "addressPreference", "whenFull");
        assertThat(new HostPortFactory().settings().options())
                .allSatisfy(option -> assertThat(option.doc()).endsWith("."));
    }
}

package io.berth.tck.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.berth.spi.config.NameValue;
import io.berth.tck.toy.ToyPluginFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule of the kit is broken by a twin of the toy, and its theme says so. */
final class BrokenTwinsTest {
    private static List<Twin> twins() {
        List<Twin> all = new ArrayList<>(ConfigTwins.all());
        all.addAll(ProposalTwins.all());
        all.addAll(DecisionTwins.all());
        return all;
    }

    /** The failures of one theme, by rule. */
    private static Map<Rule, BrokenRule> failures(PluginFixture fixture, Theme theme) {
        Map<Rule, BrokenRule> failures = new EnumMap<>(Rule.class);
        for (Check check : PluginKit.checks(fixture, theme)) {
            try {
                check.body().run();
            } catch (BrokenRule broken) {
                failures.put(broken.rule(), broken);
            } catch (Exception e) {
                throw new AssertionError(check.name(), e);
            }
        }
        return failures;
    }

    @TestFactory
    Stream<DynamicTest> failTheirTheme() {
        return twins().stream()
                .map(twin -> dynamicTest(twin.toString(), () -> {
                    Map<Rule, BrokenRule> failures =
                            failures(twin.fixture(), twin.rule().theme());
                    assertThat(failures).containsKey(twin.rule());
                    assertThat(failures.get(twin.rule()))
                            .hasMessageContaining(twin.rule().name())
                            .hasMessageContaining(twin.rule().demand())
                            .hasMessageContaining(twin.rule().remedy());
                }));
    }

    @Test
    void breakEveryRule() {
        Set<Rule> broken = EnumSet.of(Rule.FIXTURE_IS_USABLE);
        twins().forEach(twin -> broken.add(twin.rule()));

        assertThat(broken).containsExactlyInAnyOrder(Rule.values());
    }

    /** So that what fails above fails for what the twins do. */
    @TestFactory
    Stream<DynamicTest> aTwinWithoutADifferencePasses() {
        PluginFixture fixture = ToyFixture.small(ToyTwin.factory((toy, site) -> new ToyTwin(toy)));
        return Stream.of(Theme.values())
                .map(theme -> dynamicTest(
                        theme.name(), () -> assertThat(failures(fixture, theme)).isEmpty()));
    }

    @Test
    void aFixtureThatCannotBeServedIsToldApart() {
        PluginFixture fixture =
                new ToyFixture(new ToyPluginFactory(), List.of(List.of(new NameValue("LbIds", "lb-1"))));

        assertThat(failures(fixture, Theme.CONFIG)).containsKey(Rule.FIXTURE_IS_USABLE);
        assertThat(failures(fixture, Theme.PROPOSE)).containsKey(Rule.FIXTURE_IS_USABLE);
    }
}

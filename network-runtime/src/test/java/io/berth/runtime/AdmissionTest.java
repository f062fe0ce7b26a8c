package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.PodTemplateView;
import io.berth.spi.Reason;
import io.berth.spi.config.NameValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    @Test
    void setsPortsAndAnIdOfTheAnswer() {
        World world = new World();
        AdmissionAnswer answer = world.engine.admit(template("Plain", "[]"), false);

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.changesPod()).isTrue();
        assertThat(answer.ports()).hasSize(1);
        assertThat(answer.annotations()).containsEntry("plain", "yes").containsKey(world.pods.keys.admission());
    }

    @Test
    void aPodWithoutANetworkTypeGoesInAsItIs() {
        World world = new World();
        PodTemplateView pod =
                new PodTemplateView("games", Optional.empty(), Map.of(), Map.of(), false, List.of(), Optional.empty());

        assertThat(world.engine.admit(pod, false).changesPod()).isFalse();
    }

    @Test
    void wrongInputIsLetInWithEveryProblem() {
        World world = new World();
        AdmissionAnswer answer = world.engine.admit(
                template("Plain", "[{\"name\":\"Prt\",\"value\":\"1\"},{\"name\":\"Port\",\"value\":\"99999\"}]"),
                false);

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.reason()).contains(Reason.BAD_PARAMETERS);
        assertThat(answer.problems()).hasSize(2);
        assertThat(answer.changesPod()).isFalse();
    }

    @Test
    void aTypeThatIsSetToDenyDenies() {
        World world = new World(List.of(new NameValue("onBadInput", "deny")));
        AdmissionAnswer answer = world.engine.admit(template("Slot", "[{\"name\":\"X\",\"value\":\"\"}]"), false);

        assertThat(answer.allowed()).isFalse();
    }

    @Test
    void aFullRangeDeniesWhateverBadInputDoes() {
        World world = new World();
        AdmissionAnswer answer =
                world.engine.admit(template("Plain", "[{\"name\":\"Port\",\"value\":\"6668\"}]"), false);

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.reason()).contains(Reason.POOL_FULL);
    }

    @Test
    void aNamespaceThatIsNotAllowedIsToldSo() {
        World world = new World(List.of(new NameValue("allowedNamespaces", "others")));
        assertThat(world.engine.admit(template("Slot", "[]"), false).problems())
                .singleElement()
                .asString()
                .contains("games")
                .contains("others");

        world.pods.create("game-0", "Slot", "[]");
        world.run(Duration.ofSeconds(1));
        assertThat(world.answer("game-0")).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void anUnknownTypeAndAFaultyPluginKeepNoPodOut() {
        World world = new World();

        assertThat(world.engine.admit(template("Plane", "[]"), false).reason()).contains(Reason.UNKNOWN_NETWORK_TYPE);
        AdmissionAnswer fault =
                world.engine.admit(template("Plain", "[{\"name\":\"Port\",\"value\":\"6667\"}]"), false);
        assertThat(fault.allowed()).isTrue();
        assertThat(fault.reason()).contains(Reason.PLUGIN_FAULT);
        AdmissionAnswer refused =
                world.engine.admit(template("Plain", "[{\"name\":\"Port\",\"value\":\"6666\"}]"), false);
        assertThat(refused.problems()).containsExactly("Port: 6666 is not for you");
    }

    private static PodTemplateView template(String type, String conf) {
        return new PodTemplateView(
                "games",
                Optional.empty(),
                Map.of(),
                Map.of("game.kruise.io/network-type", type, "game.kruise.io/network-conf", conf),
                false,
                List.of(),
                Optional.empty());
    }
}

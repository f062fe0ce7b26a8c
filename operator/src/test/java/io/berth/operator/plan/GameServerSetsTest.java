package io.berth.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GameServerSetsTest {
    private static final String GAME = """
            apiVersion: game.kruise.io/v1alpha1
            kind: GameServerSet
            metadata: {name: game, namespace: games}
            spec:
              replicas: 3
              %s
              network:
                networkType: Volcengine-CLB
                networkConf:
                  - {name: ClbIds, value: "clb-1,clb-2"}
                  - {name: PortProtocols, value: "80/TCP"}
              gameServerTemplate:
                metadata: {labels: {app: game}}
                spec:
                  containers:
                    - {name: game, image: "example.com/game:1"}
            """;

    private static Manifest manifest(String more) {
        return Manifests.read("game.yaml", GAME.formatted(more)).get(0);
    }

    @Test
    void itsNetworkStandsOnThePods() {
        List<FuturePods.FuturePod> pods = FuturePods.of(manifest("")).orElseThrow();

        assertThat(pods).extracting(FuturePods.FuturePod::name).containsExactly("game-0", "game-1", "game-2");
        assertThat(pods.get(0)
                        .json()
                        .path("metadata")
                        .path("annotations")
                        .path("game.kruise.io/network-type")
                        .asText())
                .isEqualTo("Volcengine-CLB");
        assertThat(pods.get(0)
                        .json()
                        .path("metadata")
                        .path("annotations")
                        .path("game.kruise.io/network-conf")
                        .asText())
                .isEqualTo(
                        "[{\"name\":\"ClbIds\",\"value\":\"clb-1,clb-2\"},{\"name\":\"PortProtocols\",\"value\":\"80/TCP\"}]");
        assertThat(pods.get(0)
                        .json()
                        .path("metadata")
                        .path("labels")
                        .path("game.kruise.io/owner-gss")
                        .asText())
                .isEqualTo("game");
        assertThat(FuturePods.countWith(manifest(""), "game.kruise.io/network-type"))
                .isEqualTo(3);
    }

    @Test
    void reservedNumbersAreLeftOut() {
        Manifest reserving = manifest("reserveGameServerIds: [0, 2]");

        assertThat(FuturePods.of(reserving).orElseThrow())
                .extracting(FuturePods.FuturePod::name)
                .containsExactly("game-1", "game-3", "game-4");
        assertThat(GameServerSets.played(reserving))
                .extracting(Manifest::toString)
                .containsExactly("Pod games/game-1", "Pod games/game-3", "Pod games/game-4");
        assertThat(GameServerSets.played(reserving)
                        .get(0)
                        .json()
                        .path("metadata")
                        .has("ownerReferences"))
                .isFalse();
    }

    @Test
    void whereNothingIsReservedAStatefulSetMakesTheSamePods() {
        Manifest played = GameServerSets.played(manifest("")).get(0);

        assertThat(played).hasToString("StatefulSet games/game");
        assertThat(FuturePods.of(played).orElseThrow())
                .extracting(FuturePods.FuturePod::name)
                .containsExactly("game-0", "game-1", "game-2");
        assertThat(played.json()
                        .path("spec")
                        .path("selector")
                        .path("matchLabels")
                        .path("game.kruise.io/owner-gss")
                        .asText())
                .isEqualTo("game");
    }

    @Test
    void otherManifestsAreWhatTheyWere() {
        Manifest pod =
                Manifests.read("pod.yaml", "kind: Pod\nmetadata: {name: p}").get(0);

        assertThat(GameServerSets.played(pod)).containsExactly(pod);
    }
}

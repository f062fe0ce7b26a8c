package io.berth.cloud.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cloud.volcengine.VolcengineSettings.Endpoint;
import io.berth.cloud.volcengine.VolcengineSettings.GroupType;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Problem;
import io.berth.spi.config.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VolcengineSettingsTest {
    private static Decoded<VolcengineSettings> decode(Map<String, String> settings) {
        List<NameValue> pairs = new ArrayList<>();
        settings.forEach((name, value) -> pairs.add(new NameValue(name, value)));
        return VolcengineSettings.SCHEMA.decode(pairs);
    }

    private static Map<String, String> enough() {
        return new LinkedHashMap<>(
                Map.of("region", "cn-beijing", "accessKeyId", "AKLTours", "secretAccessKey", "hush=="));
    }

    @Test
    void littleIsNeeded() {
        VolcengineSettings settings = decode(enough()).value().orElseThrow();
        assertThat(settings.endpoint()).isEqualTo(new Endpoint("open.volcengineapi.com", true));
        assertThat(settings.credential().secretAccessKey()).isEqualTo(new Secret("hush=="));
        assertThat(settings.credential().sessionToken()).isEmpty();
        assertThat(settings.scope()).isEqualTo(new VolcengineSettings.Scope(Optional.empty(), Optional.empty()));
        assertThat(settings.groupType()).isEqualTo(GroupType.INSTANCE);
        assertThat(settings.readDelay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.timeouts().connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.timeouts().read()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatIsNeededIsSaid() {
        assertThat(decode(Map.of()).problems())
                .extracting(Problem::name)
                .containsExactly("region", "accessKeyId", "secretAccessKey");
    }

    @ParameterizedTest
    @CsvSource({
        "open.volcengineapi.com, open.volcengineapi.com, true",
        "https://open.volcengineapi.com/, open.volcengineapi.com, true",
        "http://127.0.0.1:8080, 127.0.0.1:8080, false",
        "localhost:8443, localhost:8443, true",
    })
    void endpointGoesByTlsUnlessToldOtherwise(String text, String host, boolean tls) {
        assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, tls));
    }

    @ParameterizedTest
    @CsvSource({
        "region, Beijing, a region such as cn-beijing",
        "endpoint, ftp://x, is no endpoint",
        "endpoint, http://host/path, is no endpoint",
        "accessKeyId, a b, is not the id of an access key",
        "secretAccessKey, hush hush, the value is not",
        "sessionToken, '', the value is not",
        "vpcId, subnet-1, is not the id of a VPC",
        "projectName, ' ', is not the name of a project",
        "groupType, ips, is none of instance | ip",
        "readDelay, soon, is not a duration",
        "readDelay, 11m, is out of range",
        "connectTimeout, 0s, is out of range",
        "readTimeout, 3m, is out of range",
        "readTimeOut, 3s, write 'readTimeout'",
    })
    void badValuesAreExplained(String name, String value, String told) {
        Map<String, String> settings = enough();
        settings.put(name, value);
        assertThat(decode(settings).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.name()).isEqualTo(name))
                .satisfies(problem -> assertThat(problem.message()).contains(told))
                .satisfies(problem -> assertThat(problem.message()).doesNotContain("hush"));
    }

    @Test
    void secretsAreShownNowhere() {
        Map<String, String> settings = enough();
        settings.put("sessionToken", "whisper");
        assertThat(decode(settings).value().orElseThrow().toString()).doesNotContain("hush", "whisper");
    }
}

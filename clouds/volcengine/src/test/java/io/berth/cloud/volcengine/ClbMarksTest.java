package io.berth.cloud.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.Identity;
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClbMarksTest {
    private static final SlotMark MARK = new SlotMark(new Front(Transport.TCP, 443), "0badcafe");

    private final ClbMarks marks = new ClbMarks(Account.US);

    @Test
    void tagsTellTheMark() {
        assertThat(marks.mark(marks.tags(MARK))).contains(MARK);
        Map<String, String> more = new HashMap<>(marks.tags(MARK));
        more.put("owner", "a human");
        assertThat(marks.mark(more)).contains(MARK);
    }

    @ParameterizedTest
    @CsvSource({
        "berth-cluster, cluster-2",
        "berth-operator, ''",
        "berth-front, tcp-0",
        "berth-front, tcp-65536",
        "berth-front, tcp-0443",
        "berth-front, sctp-443",
        "berth-front, 443",
        "berth-shape, ''",
    })
    void whatIsNotWholeIsNotOurs(String tag, String value) {
        Map<String, String> tags = new HashMap<>(marks.tags(MARK));
        tags.put(tag, value);
        assertThat(marks.mark(tags)).isEmpty();
        tags.remove(tag);
        assertThat(marks.mark(tags)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6f1f0b9e-7b0c-4b1a-9a65-2d1a3f0c9b11", "a/b:c=d", "", "\u00fc", "=41", "==", "a.b_c"})
    void descriptionTellsTheUid(String uid) {
        String description = marks.description(uid);
        assertThat(description).matches("[A-Za-z0-9][A-Za-z0-9,._ =-]{0,254}");
        assertThat(marks.occupant(description)).contains(new Occupant.Uid(uid));
        assertThat(new ClbMarks(new Identity("cluster-2", "berth")).occupant(description))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a web server", "berth-", "berth-000000000000-6f1f0b9e"})
    void otherDescriptionsTellNothing(String description) {
        assertThat(marks.occupant(description)).isEmpty();
    }

    @Test
    void uidThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> marks.description("/".repeat(100))).isInstanceOf(NetworkException.class);
    }
}

package io.berth.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Identity;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

class NlbMarksTest {
    private static final SlotMark MARK = new SlotMark(new Front(Transport.UDP, 7000), "00000000");

    private final NlbMarks marks = new NlbMarks(new Identity("c", "o"));

    @Test
    void ourTagsAreReadBack() {
        assertThat(marks.mark(marks.tags(MARK))).contains(MARK);
        assertThat(new NlbMarks(new Identity("c", "p")).mark(marks.tags(MARK))).isEmpty();
        assertThat(new NlbMarks(new Identity("d", "o")).mark(marks.tags(MARK))).isEmpty();
        assertThat(marks.mark(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "udp", "udp/", "udp/0", "udp/65536", "udp/x", "udp/123456", "UDP/1", "sctp/1"})
    void aFrontThatIsNoneIsNotOurs(String front) {
        List<Tag> tags = marks.tags(MARK).stream()
                .map(tag -> tag.key().equals("berth/front")
                        ? tag.toBuilder().value(front).build()
                        : tag)
                .toList();

        assertThat(marks.mark(tags)).isEmpty();
    }

    @Test
    void withoutShapeIsNotOurs() {
        List<Tag> tags = marks.tags(MARK).stream()
                .filter(tag -> !tag.key().equals("berth/shape"))
                .toList();

        assertThat(marks.mark(tags)).isEmpty();
    }

    /** It must be the same in every version: a group that is not found by its name would be made twice. */
    @Test
    void namesStay() {
        assertThat(marks.name("arn:1", MARK)).isEqualTo("berth-1h337qy26556z-ikrfkcd1ytcf");
        assertThat(marks.name("arn:1", MARK)).startsWith(marks.prefix("arn:1")).hasSize(32);
    }

    @Test
    void differentSlotsHaveDifferentNames() {
        Set<String> names = new HashSet<>();
        for (Transport transport : Transport.values()) {
            for (int number = 1; number <= 1_000; number++) {
                for (String shape : List.of("00000000", "00000001")) {
                    names.add(marks.name("arn:1", new SlotMark(new Front(transport, number), shape)));
                }
            }
        }
        assertThat(names).hasSize(6_000);
        assertThat(new NlbMarks(new Identity("co", "")).prefix("arn:1")).isNotEqualTo(marks.prefix("arn:1"));
        assertThat(marks.prefix("arn:2")).isNotEqualTo(marks.prefix("arn:1"));
    }
}

package io.berth.cloud.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.loadbalancer.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberedPageTest {
    /** What a vendor gives of the list for this page, and what is made of it. */
    private static Page<Integer> read(List<Integer> list, Optional<String> token) {
        NumberedPage page = NumberedPage.of(token);
        Map<String, Integer> asked = new HashMap<>();
        page.add(new Parameters()).all().forEach(one -> asked.put(one.name(), Integer.valueOf(one.value())));
        int size = asked.getOrDefault("PageSize", 0);
        assertThat(size).isBetween(1, 100);
        int from = Math.min(list.size(), (asked.getOrDefault("PageNumber", 0) - 1) * size);
        JsonObject reply = new JsonObject();
        reply.addProperty("TotalCount", list.size());
        return page.page(
                new Reply(reply), list.subList(from, Math.min(list.size(), from + size)), i -> Integer.toString(i));
    }

    /** @param lists what the list is at each page */
    private static List<Integer> all(Function<Integer, List<Integer>> lists) {
        List<Integer> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int page = 0;
        do {
            Page<Integer> read = read(lists.apply(++page), token);
            all.addAll(read.items());
            token = read.next();
        } while (token.isPresent());
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 197, 198, 199, 294, 295, 1000, 2549, 2550})
    void wholeListIsReadOnce(int size) {
        List<Integer> list = IntStream.range(0, size).boxed().toList();
        assertThat(all(page -> list)).isEqualTo(list);
    }

    @Test
    void listThatCannotBeReadWholeIsRefused() {
        List<Integer> list = IntStream.range(0, 2551).boxed().toList();
        NetworkException fault = catchThrowableOfType(NetworkException.class, () -> all(page -> list));
        assertThat(fault.kind()).isEqualTo(Kind.INVALID);
    }

    /** Whatever comes and goes meanwhile, at whichever end the new ones stand: nothing that stayed is passed over. */
    @Test
    void whatStayedIsSeenOrTheChangeIs() {
        Random random = new Random(5);
        int seenWhole = 0;
        int conflicts = 0;
        for (int run = 0; run < 3000; run++) {
            List<List<Integer>> lists = new ArrayList<>();
            lists.add(IntStream.range(0, 101 + random.nextInt(400)).boxed().toList());
            for (int i = 1; i < 12; i++) {
                List<Integer> next = new ArrayList<>(lists.get(i - 1));
                for (int change = random.nextInt(3); change > 0; change--) {
                    next.remove(random.nextInt(next.size()));
                    next.add(random.nextBoolean() ? 0 : next.size(), 10_000 + run * 100 + i * 3 + change);
                }
                lists.add(next);
            }
            List<Integer> stayed = new ArrayList<>(lists.get(0));
            int[] order = random.ints(12, 0, 12).toArray();
            try {
                List<Integer> all = all(page -> lists.get(order[page - 1]));
                for (List<Integer> list : lists) {
                    stayed.retainAll(list);
                }
                assertThat(all).containsAll(stayed);
                seenWhole++;
            } catch (NetworkException e) {
                assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
                conflicts++;
            }
        }
        assertThat(seenWhole).isPositive();
        assertThat(conflicts).isPositive();
    }
}

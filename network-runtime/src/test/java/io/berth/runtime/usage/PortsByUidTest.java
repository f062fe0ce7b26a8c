package io.berth.runtime.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.pool.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsByUidTest {
    private final PortsByUid table = new PortsByUid();

    /** All with one hash code: "Aa" and "BB" have the same. */
    private static List<String> colliding() {
        List<String> all = new ArrayList<>(List.of(""));
        for (int i = 0; i < 6; i++) {
            List<String> longer = new ArrayList<>();
            all.forEach(text -> {
                longer.add(text + "Aa");
                longer.add(text + "BB");
            });
            all = longer;
        }
        return all;
    }

    @Test
    void doesWhatAMapDoes() {
        long seed = Seed.next();
        String replay = Seed.announce(seed);
        Random random = new Random(seed);
        List<String> uids = new ArrayList<>(colliding());
        for (int i = 0; i < 2_000; i++) {
            uids.add("uid-" + i);
        }
        Map<String, int[]> model = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            // Fills up and empties in turns.
            boolean filling = step / 10_000 % 2 == 0;
            // Not the same instance: it is the text that counts.
            String uid = new String(uids.get(random.nextInt(uids.size())).toCharArray());
            if (random.nextInt(4) > 0 == filling) {
                int[] ports = random.ints(1 + random.nextInt(2), 1, 3 << 16).toArray();
                int[] before = model.put(uid, ports);
                assertThat(table.put(uid, ports)).as(replay).isEqualTo(before == null ? new int[0] : before);
            } else {
                int[] before = model.remove(uid);
                assertThat(table.remove(uid)).as(replay).isEqualTo(before == null ? new int[0] : before);
            }
            assertThat(table.size()).as(replay).isEqualTo(model.size());
        }
        for (String uid : uids) {
            assertThat(table.remove(uid)).as(replay).isEqualTo(model.getOrDefault(uid, new int[0]));
        }
        assertThat(table.size()).isZero();
    }

    @Test
    void tellsPodsOfOneHashApart() {
        List<String> uids = colliding();
        for (int i = 0; i < uids.size(); i++) {
            table.put(uids.get(i), new int[] {i + 1});
        }
        for (int i = 0; i < uids.size(); i += 2) {
            assertThat(table.remove(uids.get(i))).containsExactly(i + 1);
            assertThat(table.remove(uids.get(i))).isEmpty();
        }
        for (int i = 1; i < uids.size(); i += 2) {
            assertThat(table.put(uids.get(i), new int[] {7, 8})).containsExactly(i + 1);
            assertThat(table.remove(uids.get(i))).containsExactly(7, 8);
        }
    }
}

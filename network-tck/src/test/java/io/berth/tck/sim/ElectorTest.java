package io.berth.tck.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElectorTest {
    private final Stage stage = new Stage();
    private final Lease lease = new Lease();
    private boolean storm;
    private final VirtualTime.Strand oneStrand = stage.time.strand("one", Duration.ZERO);
    private final Elector one = elector("one", oneStrand);
    private final Elector two = elector("two", stage.time.strand("two", Duration.ZERO));

    private Elector elector(String name, VirtualTime.Strand strand) {
        return new Elector(name, lease, strand, stage.chance, stage.ground.trace(), () -> storm);
    }

    /** Looks at every event on the way that no two are sure at once. */
    private void pass(Duration some) {
        for (long left = some.toMillis(); left > 0; left -= 100) {
            stage.pass(Duration.ofMillis(100));
            assertThat(one.sureTerm().isPresent() && two.sureTerm().isPresent())
                    .as("two are sure of one lease")
                    .isFalse();
        }
    }

    @Test
    void oneLeadsAndStays() {
        one.begin();
        pass(Duration.ofSeconds(5));
        two.begin();
        String term = one.sureTerm().orElseThrow();
        pass(Duration.ofMinutes(2));
        assertThat(one.sureTerm()).contains(term);
    }

    @Test
    void whoIsHeldLosesItToTheOtherAndKnowsSoWhenItWakes() {
        one.begin();
        pass(Duration.ofSeconds(5));
        two.begin();
        pass(Duration.ofSeconds(5));
        oneStrand.hold(Duration.ofSeconds(40));
        pass(Duration.ofSeconds(41));
        assertThat(one.sureTerm()).isEmpty();
        assertThat(two.sureTerm()).isPresent();
    }

    @Test
    void whoGivesItBackIsFollowedAtOnce() {
        one.begin();
        pass(Duration.ofSeconds(5));
        two.begin();
        one.release();
        oneStrand.stop();
        pass(Duration.ofSeconds(5));
        assertThat(two.sureTerm()).isPresent();
    }

    @Test
    void aTermThatBecomesUnsureEndsAndTheNextIsAnother() {
        List<Boolean> sure = new ArrayList<>();
        one.onChange(() -> sure.add(one.sureTerm().isPresent()));
        one.begin();
        pass(Duration.ofSeconds(5));
        String term = one.sureTerm().orElseThrow();
        storm = true;
        pass(Duration.ofSeconds(15));
        assertThat(one.sureTerm()).isEmpty();
        storm = false;
        pass(Duration.ofSeconds(5));
        assertThat(one.sureTerm()).isPresent().isNotEqualTo(java.util.Optional.of(term));
        assertThat(sure).containsExactly(true, false, true);
    }
}

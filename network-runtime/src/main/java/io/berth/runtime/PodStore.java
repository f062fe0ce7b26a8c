package io.berth.runtime;

import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The engine's one narrow port to the pods of the API server. Every read is a quorum read, never a cache. All methods
 * block, and throw {@link io.berth.spi.NetworkException} and nothing else; for {@link #edit}, only the kind
 * {@code OUTCOME_UNKNOWN} leaves open whether the pod was written.
 */
public interface PodStore {
    /** Every pod with our {@code claimed} label, of one consistent moment not before the call. */
    List<PodView> listClaimed();

    Optional<PodView> read(String namespace, String name);

    /**
     * Replaces what is ours on a pod, if it is still as expected; what others write meanwhile is kept (the replace
     * carries the resourceVersion, and is repeated on 409).
     *
     * @param pod with its UID: a later pod of the same name is not touched
     * @param expected what is ours on the pod as last seen
     * @param wanted what it becomes; equal to what stands there: nothing is written
     */
    Edited edit(PodRef pod, Ours expected, Ours wanted);

    /** How an edit ended. */
    sealed interface Edited {
        /** @param pod as it is now; {@code wrote} false: it was so already */
        record Written(PodView pod, boolean wrote) implements Edited {
            @Override
            public <R> R fold(Function<Written, R> written, Function<Changed, R> changed, Function<Gone, R> gone) {
                return written.apply(this);
            }
        }

        /** What is ours was not as expected; nothing was written. */
        record Changed(PodView pod) implements Edited {
            @Override
            public <R> R fold(Function<Written, R> written, Function<Changed, R> changed, Function<Gone, R> gone) {
                return changed.apply(this);
            }
        }

        /** There is no pod of this UID. */
        record Gone() implements Edited {
            @Override
            public <R> R fold(Function<Written, R> written, Function<Changed, R> changed, Function<Gone, R> gone) {
                return gone.apply(this);
            }
        }

        <R> R fold(Function<Written, R> written, Function<Changed, R> changed, Function<Gone, R> gone);
    }
}

package io.berth.tck.sim;

import io.berth.runtime.Answer;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.util.Optional;

/** What the judges may ask of the instances. */
interface Instances {
    /** The leader's term, if it has read in it what is held. */
    Optional<String> leadersTerm();

    /** The same of one instance; empty too where it leads no more. */
    Optional<String> recoveredTerm(String sender);

    /** It has been shown the pod with this IP, and not long ago another way. */
    boolean hasSeen(String sender, PodRef pod, String ip);

    /** Before this moment it has been shown the pod with the IPs that it has now; else it cannot have meant those. */
    boolean knew(String sender, PodView pod);

    /** It has known for a while that the pod is no more. */
    boolean knowsGone(String sender, PodRef pod);

    Optional<Answer> leadersAnswer(PodView pod);

    /** Somebody leads, has recovered, and runs. */
    boolean isAble();
}

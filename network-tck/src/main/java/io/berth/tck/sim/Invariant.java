package io.berth.tck.sim;

/** What must hold after every step. */
public enum Invariant {
    /** No key is ever held by two live claims. */
    ONE_HOLDER,
    /** Every effect outside is named by a claim that is stored already. */
    CLAIM_FIRST,
    /** Whoever reconciles, and however often: the same address. */
    SAME_ANSWER,
    /** Ready only while the far side serves this pod's IP and only this pod's; no binding to an IP that is not shown. */
    PROVEN_READY,
    /** The pod is let go, and a key given to another, only when nothing of it is left outside. */
    PROVEN_GONE,
    /** Nothing without our mark is changed, and nothing of a pod that holds it. */
    HANDS_OFF,
    /** Nothing is granted or sent before what is held was read under a lease that is surely ours. */
    RECOVERY_FIRST,
    /** Bad input harms its own pod only: nothing escapes from the engine. */
    OWN_HARM_ONLY,
    /** So many writes of a pod, and no more. */
    COUNTED_WRITES,
    /** What a late list does not show is neither made again nor given away. */
    ABSENCE_IS_NOT_EMPTY,
    /** Once faults stop, everything is ready or explained, and what was deleted is gone. */
    ALL_ENDS_WELL
}

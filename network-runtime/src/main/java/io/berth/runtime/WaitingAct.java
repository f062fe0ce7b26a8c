package io.berth.runtime;

import io.berth.spi.Step.Act;
import io.berth.spi.Urgency;

/**
 * An act that waits for its turn.
 *
 * @param order of its coming
 * @param notBefore when its permit is due, in monotonic nanoseconds
 * @param alone it was refused in company
 */
record WaitingAct<P, C, F>(
        PodFile file, Bound<P, C, F> bound, Act<C, F> act, long order, long notBefore, boolean alone) {
    Urgency urgency() {
        return act.urgency();
    }

    WaitingAct<P, C, F> with(Act<C, F> now) {
        return new WaitingAct<>(file, bound, now, order, notBefore, alone);
    }

    WaitingAct<P, C, F> starvedUntil(long due) {
        return new WaitingAct<>(file, bound, act, order, due, alone);
    }

    WaitingAct<P, C, F> onItsOwn() {
        return new WaitingAct<>(file, bound, act, order, notBefore, true);
    }

    /** One request might do for both. */
    boolean mayGoWith(WaitingAct<?, ?, ?> other) {
        return !alone
                && !other.alone
                && order != other.order
                && act.command().batch().isPresent()
                && act.command().batch().equals(other.act.command().batch())
                && act.command().getClass() == other.act.command().getClass()
                && act.command().pool().equals(other.act.command().pool())
                && bound.type.equals(other.bound().type);
    }
}

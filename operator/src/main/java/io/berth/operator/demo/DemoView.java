package io.berth.operator.demo;

/** Where the demo shows what happens. Called from several threads. */
public interface DemoView {
    /** What is done next. */
    void step(String text);

    /** A pod is new or stands otherwise. */
    void pod(PodRow row);

    /** A pod is no more. */
    void gone(PodRow row);

    /** Something that was to be proven. */
    void check(Check check);

    /** @param held whether it is so */
    record Check(String what, boolean held, String detail) {}

    /** The end: whether all checks held. */
    void result(boolean held, String cluster);
}

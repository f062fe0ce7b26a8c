package io.berth.spi;

/**
 * What a cloud can be told to do: an interface that extends this one, each method one vendor request. A {@link
 * Command} is handed nothing else.
 */
public interface WritePort {}

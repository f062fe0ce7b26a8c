package io.berth.spi;

/**
 * What a cloud can be asked: an interface that extends this one, each method one vendor request that changes nothing.
 * A {@link Query} is handed nothing else.
 */
public interface ReadPort {}

package io.berth.runtime;

/**
 * One uninterrupted time of leading, as this instance knows it.
 *
 * @param id the leadership's
 * @param wonAt monotonic; what was sent before it was sent by somebody else
 * @param tick tells two terms of one id apart
 */
record Term(String id, long wonAt, long tick) {}

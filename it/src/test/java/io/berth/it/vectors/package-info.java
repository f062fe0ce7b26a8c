/**
 * Runs the vectors: what other projects do, and what is wanted where they are wrong, as data. Each case goes through the
 * real engine and the real plugins; in here is only what turns a case's words into pods and nodes, and their answers
 * back into the case's words.
 */
@NullMarked
package io.berth.it.vectors;

import org.jspecify.annotations.NullMarked;

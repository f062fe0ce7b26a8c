/** The contract between the engine and a network plugin: propose, observe, decide. */
@NullMarked
package io.berth.spi;

import org.jspecify.annotations.NullMarked;

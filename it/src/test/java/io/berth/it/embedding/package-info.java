/** How an operator embeds Berth, as the README shows it. */
@NullMarked
package io.berth.it.embedding;

import org.jspecify.annotations.NullMarked;

/** How often host ports are used. */
@NullMarked
package io.berth.runtime.usage;

import org.jspecify.annotations.NullMarked;

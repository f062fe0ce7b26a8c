@NullMarked
package io.berth.runtime.usage;

import org.jspecify.annotations.NullMarked;

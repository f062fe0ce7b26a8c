@NullMarked
package io.berth.tck.kit;

import org.jspecify.annotations.NullMarked;

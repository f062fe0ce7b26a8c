@NullMarked
package io.berth.localcluster;

import org.jspecify.annotations.NullMarked;

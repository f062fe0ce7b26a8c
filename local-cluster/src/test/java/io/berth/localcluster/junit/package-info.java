@NullMarked
package io.berth.localcluster.junit;

import org.jspecify.annotations.NullMarked;

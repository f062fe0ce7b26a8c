@NullMarked
package io.berth.localcluster.admission;

import org.jspecify.annotations.NullMarked;

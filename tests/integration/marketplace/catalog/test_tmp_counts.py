import pytest
from django.test import Client
from tests import make
from tests.integration.marketplace.catalog.test_search import queries
@pytest.mark.django_db
def test_x():
    make.many_listings(30); row=make.listing(category="home",tags=["a"],offers=[("personal",400),("commercial",900)])
    p=make.person(); make.holder(row,p); c,m=Client(),Client(); m.force_login(p)
    path=f"/models/{row.pk}-{row.slug}/"
    print("COUNTS", {n:(queries(c,q,**a) if n!="library" else None,queries(m,q,**a)) for n,q,a in (("home","/",{}),("cat","/models/",{}),("catq","/models/",{"q":"pot"}),("none","/models/",{"q":"zepp"}),("model",path,{}),("library","/library/",{}),("creator",f"/u/{row.seller.username}/",{}))})
    import time
    for q in ("/models/","/models/?q=pot",path,"/"):
        t=time.process_time(); [c.get(q) for _ in range(20)]; print("CPU ms",q,(time.process_time()-t)/20*1000)
